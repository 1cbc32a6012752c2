import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, monthOf, weekOf } from '../../src/progress/days.ts';
import { effectivenessOf } from '../../src/progress/effectiveness.ts';
import { engagementOf } from '../../src/progress/engagement.ts';
import { goalAt } from '../../src/progress/goal-rules.ts';
import { recommendationsOf } from '../../src/progress/recommendations.ts';
import { skillAfter } from '../../src/progress/skill-rules.ts';
import { courseOf, overallOf } from '../../src/progress/standing.ts';
import { streakOf } from '../../src/progress/streak.ts';
import { trendOf } from '../../src/progress/trend.ts';

const DAY_MS = 86_400_000;
const now = new Date('2026-03-04T10:00:00.000Z');
const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);

describe('a streak', () => {
  it.each([
    [[], 0, 0],
    [[0], 1, 1],
    [[1], 1, 1],
    [[2], 0, 1],
    [[0, 1, 2, 5, 6, 7, 8], 3, 4],
    [[1, 2, 0.1, 0.2], 3, 3],
  ])('of sessions %j days ago is %i, the longest %i', (days, current, longest) => {
    expect(streakOf(days.map(ago), now)).toEqual({ current, longest });
  });

  it('counts days by UTC', () => {
    const moments = [new Date('2026-03-02T23:59:59.999Z'), new Date('2026-03-03T00:00:00.000Z')];
    expect(streakOf(moments, now)).toEqual({ current: 2, longest: 2 });
  });

  it('is what a count day by day finds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 }), (days) => {
        const played = new Set(days);
        let longest = 0;
        for (let from = 0; from <= 40; from++) {
          let run = 0;
          while (played.has(from + run)) run++;
          longest = Math.max(longest, run);
        }
        let current = 0;
        while (played.has(current + (played.has(0) ? 0 : 1))) current++;
        expect(streakOf(days.map(ago), now)).toEqual({ current, longest });
      }),
      { numRuns: 300 },
    );
  });
});

describe('a trend', () => {
  it.each([
    ['too few', [1, 2, 3, 4, 5, 6, 7], null],
    ['a rise', [1, 2, 3, 4, 5, 6, 7, 8], 'improving'],
    ['a fall', [8, 7, 6, 5, 4, 3, 2, 1], 'declining'],
    ['all the same', [1, 1, 1, 1, 1, 1, 1, 1], 'stable'],
    ['up and down', [1, 8, 2, 7, 3, 6, 4, 5], 'stable'],
  ])('of %s', (_, values, expected) => {
    expect(trendOf(values)).toBe(expected);
  });

  it('is turned round with its values, and is not moved by their scale', () => {
    const opposite = { improving: 'declining', declining: 'improving', stable: 'stable' } as const;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 40 }), (values) => {
        const trend = trendOf(values);
        expect(trendOf(values.toReversed())).toBe(trend && opposite[trend]);
        expect(trendOf(values.map((value) => 3 * value + 7))).toBe(trend);
        expect(trend === null).toBe(values.length < 8);
      }),
      { numRuns: 200 },
    );
  });

  it('is found by chance in few series that have none', () => {
    const series = fc.sample(fc.array(fc.double({ noNaN: true }), { minLength: 20, maxLength: 20 }), {
      numRuns: 400,
      seed: 7,
    });
    const found = series.filter((values) => trendOf(values) !== 'stable').length;
    expect(found / series.length).toBeLessThan(0.1);
  });

  it('of days follows what was felt on them', () => {
    const felt = Array.from({ length: 10 }, (_, day) => ({
      state: 'distressed' as const,
      intensity: day / 10,
      recordedAt: ago(day),
    }));
    expect(courseOf(felt)).toBe('improving');
    expect(courseOf(felt.slice(0, 7))).toBeNull();
  });
});

describe('engagement', () => {
  it('begins weeks on Monday and months on the first, by UTC', () => {
    expect(weekOf(now).toISOString()).toBe('2026-03-02T00:00:00.000Z');
    expect(weekOf(new Date('2026-03-01T23:00:00Z')).toISOString()).toBe('2026-02-23T00:00:00.000Z');
    expect(monthOf(now).toISOString()).toBe('2026-03-01T00:00:00.000Z');
    expect(dayOf(now)).toBe(dayOf(ago(0.4)));
  });

  it('counts sessions and minutes, and is null where there was no session', () => {
    const session = (days: number) => ({ createdAt: ago(days), totalMinutes: 10 });
    expect(engagementOf([0, 1, 2, 3, 30, 300].map(session), now)).toMatchObject({
      total: { sessions: 6, minutes: 60 },
      thisWeek: { sessions: 3, minutes: 30 },
      thisMonth: { sessions: 4, minutes: 40 },
      share: 4 / 12,
    });
    expect(engagementOf([], now).share).toBeNull();
    expect(
      engagementOf(
        Array.from({ length: 20 }, (_, day) => session(day)),
        now,
      ).share,
    ).toBe(1);
  });
});

describe('a goal', () => {
  const goal = (titles: string[], progress = 0) => ({
    progress,
    status: 'active' as const,
    milestones: titles.map((title) => ({ title })),
  });

  it('reaches its milestones on the way, and is achieved at its end', () => {
    const half = goalAt(goal(['a', 'b']), 50, now);
    expect(half).toMatchObject({ progress: 50, status: 'active', reached: [{ title: 'a', share: 0.5 }] });
    const back = goalAt(half, 10, ago(0));
    expect(back).toMatchObject({
      progress: 10,
      reached: [],
      milestones: [{ reachedAt: now.toISOString() }, {}],
    });
    expect(goalAt(back, 100, now)).toMatchObject({
      status: 'achieved',
      achieved: true,
      reached: [{ title: 'b' }],
    });
  });

  it('stays within 0 and 100, and reaches each milestone once', () => {
    const steps = fc.array(fc.double({ min: -300, max: 300, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), steps, (count, moves) => {
        const titles = Array.from({ length: count }, (_, index) => `m${index}`);
        const reached: string[] = [];
        let current: Parameters<typeof goalAt>[0] = goal(titles);
        for (const by of moves) {
          const step = goalAt(current, current.progress + by, now);
          expect(step.progress).toBeGreaterThanOrEqual(0);
          expect(step.progress).toBeLessThanOrEqual(100);
          reached.push(...step.reached.map(({ title }) => title));
          current = step;
        }
        expect(new Set(reached).size).toBe(reached.length);
        expect(current.milestones.filter(({ reachedAt }) => reachedAt).length).toBe(reached.length);
      }),
      { numRuns: 200 },
    );
  });

  it('counts for the whole unless it was dropped', () => {
    expect(overallOf([])).toBeNull();
    expect(overallOf([{ status: 'dropped', progress: 100 }])).toBeNull();
    expect(
      overallOf([
        { status: 'achieved', progress: 100 },
        { status: 'paused', progress: 20 },
        { status: 'dropped', progress: 0 },
      ]),
    ).toBeCloseTo(0.6);
  });
});

describe('a skill', () => {
  it('rises by a level with every third success', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (outcomes) => {
        const successes = outcomes.filter((success) => success).length;
        expect(
          outcomes
            .map((success) => ({ success }))
            .reduce(skillAfter, { level: 0, attempts: 0, successes: 0 }),
        ).toEqual({ level: Math.floor(successes / 3), attempts: outcomes.length, successes });
      }),
    );
  });
});

describe('effectiveness', () => {
  it('is told by approach, and never made up', () => {
    const goals = (...approaches: string[]) => [{ approaches }];
    expect(
      effectivenessOf([
        { effectiveness: 0.5, goals: goals('cbt', 'act') },
        { effectiveness: 1, goals: goals('cbt') },
        { goals: goals('dbt') },
        { effectiveness: 1, goals: [] },
      ]),
    ).toEqual([
      { approach: 'cbt', effectiveness: 0.75, times: 2 },
      { approach: 'act', effectiveness: 0.5, times: 1 },
      { approach: 'dbt', effectiveness: null, times: 1 },
    ]);
  });
});

describe('recommendations', () => {
  const nothing = {
    now,
    lastPlayed: undefined,
    streak: { current: 0, longest: 0 },
    trend: null,
    goals: [],
    skills: [],
    effectiveness: [],
  };
  it('are none where nothing is known', () => {
    expect(recommendationsOf(nothing)).toEqual([]);
  });

  it('say what to do and why, the most pressing first, and five at most', () => {
    const goal = { description: 'Speak up', status: 'active', progress: 20, targetDate: ago(-3) } as const;
    expect(
      recommendationsOf({
        now,
        lastPlayed: ago(9),
        streak: { current: 0, longest: 3 },
        trend: 'declining',
        goals: [goal, { ...goal, progress: 90 }, { ...goal, status: 'paused' }],
        skills: [{ name: 'Breathing', attempts: 5, successes: 1 }],
        effectiveness: [{ approach: 'cbt', effectiveness: 0.75, times: 4 }],
      }),
    ).toEqual([
      { text: expect.stringContaining('gently'), reason: expect.stringContaining('harder') },
      { text: 'Work on: Speak up', reason: 'It is to be reached in 3 days, and stands at 20 %.' },
      { text: 'Finish: Speak up', reason: 'It stands at 90 %.' },
      { text: 'Go on with: cbt', reason: 'It helped best: effectiveness 0.75 on average of 4 times.' },
      { text: 'Practise: Breathing', reason: '1 of 5 attempts went well.' },
    ]);
    expect(recommendationsOf({ ...nothing, lastPlayed: ago(9) })).toEqual([
      { text: 'Come back for a session.', reason: 'The last one was 9 days ago.' },
    ]);
    expect(recommendationsOf({ ...nothing, lastPlayed: ago(1), streak: { current: 4, longest: 4 } })).toEqual(
      [{ text: 'Play today.', reason: 'You have played 4 days in a row.' }],
    );
  });
});
