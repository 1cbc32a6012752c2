import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternsOf } from '../../src/emotions/patterns.ts';
import { safetyAfter } from '../../src/emotions/safety.ts';
import { easeOf } from '../../src/emotions/strain.ts';
import { helpedBy, suggest } from '../../src/emotions/suggest.ts';

const states = ['calm', 'engaged', 'anxious', 'overwhelmed', 'distressed', 'crisis'] as const;
const state = fc.constantFrom(...states);
const intensity = fc.double({ min: 0, max: 1, noNaN: true });
const levels = ['normal', 'watch', 'alert', 'crisis'] as const;

describe('the safety level', () => {
  it('rises at once, and falls by one with each record', () => {
    const calm = { state: 'calm', intensity: 1 } as const;
    expect(safetyAfter('normal', { state: 'crisis', intensity: 0.1 })).toBe('crisis');
    expect(
      ['crisis', 'alert', 'watch', 'normal'].map((_, i) => safetyAfter(levels[3 - i] ?? 'normal', calm)),
    ).toEqual(['alert', 'watch', 'normal', 'normal']);
    fc.assert(
      fc.property(fc.constantFrom(...levels), state, intensity, (before, felt, much) => {
        const after = levels.indexOf(safetyAfter(before, { state: felt, intensity: much }));
        expect(after).toBeGreaterThanOrEqual(levels.indexOf(before) - 1);
        if (felt === 'crisis') expect(after).toBe(3);
      }),
    );
  });
});

describe('patterns', () => {
  const moment = fc.record({
    sessionId: fc.constantFrom('a', 'b'),
    state,
    intensity,
    triggers: fc.array(fc.constantFrom('noise', 'crowd', 'exam'), { maxLength: 3 }),
  });

  it('are none of nothing', () => {
    expect(patternsOf([])).toEqual({
      states: [],
      transitions: [],
      triggers: [],
      meanIntensity: null,
      trend: null,
    });
  });

  it('share out all records, and step from each to the next of its session', () => {
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 40 }), (moments) => {
        const { states: shares, transitions, trend } = patternsOf(moments);
        expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
        const sessions = new Set(moments.map(({ sessionId }) => sessionId)).size;
        expect(transitions.reduce((sum, { count }) => sum + count, 0)).toBe(moments.length - sessions);
        expect(trend === null).toBe(moments.length < 8);
      }),
      { numRuns: 100 },
    );
  });

  it('name the most frequent first', () => {
    const felt = (sessionId: string, which: (typeof states)[number], ...triggers: string[]) => ({
      sessionId,
      state: which,
      intensity: 0.5,
      triggers,
    });
    expect(
      patternsOf([
        felt('a', 'calm'),
        felt('a', 'anxious', 'noise', 'noise'),
        felt('b', 'calm'),
        felt('a', 'calm', 'noise'),
        felt('b', 'anxious', 'crowd'),
      ]),
    ).toMatchObject({
      states: [
        { state: 'calm', count: 3, share: 0.6 },
        { state: 'anxious', count: 2, share: 0.4 },
      ],
      transitions: [
        { from: 'calm', to: 'anxious', count: 2 },
        { from: 'anxious', to: 'calm', count: 1 },
      ],
      triggers: [
        { trigger: 'noise', count: 2 },
        { trigger: 'crowd', count: 1 },
      ],
      meanIntensity: 0.5,
    });
  });

  it('hold ease within 0 and 1', () => {
    fc.assert(
      fc.property(state, intensity, (felt, much) => {
        const ease = easeOf({ state: felt, intensity: much });
        expect(ease).toBeGreaterThanOrEqual(0);
        expect(ease).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a suggestion', () => {
  const done = (interventionType: 'breathing' | 'grounding', ...effectiveness: (number | undefined)[]) =>
    effectiveness.map((one) => ({ interventionType, ...(one !== undefined && { effectiveness: one }) }));

  it('is what helped, where that is known well enough', () => {
    const helped = helpedBy([...done('breathing', 0.9, 0.9), ...done('grounding', 0.7, 0.8, 0.6, undefined)]);
    expect(helped).toMatchObject([
      { interventionType: 'breathing', times: 2, measured: 2 },
      { interventionType: 'grounding', times: 4, measured: 3, effectiveness: expect.closeTo(0.7) },
    ]);
    expect(suggest('anxious', helped)).toEqual({
      interventionType: 'grounding',
      reason: 'It helped before: effectiveness 0.70 on average of 3.',
    });
  });

  it('is what is customary where it is not, and the support of a crisis in one', () => {
    expect(suggest('overwhelmed', helpedBy(done('breathing', undefined)))).toMatchObject({
      interventionType: 'grounding',
    });
    expect(suggest('crisis', helpedBy(done('breathing', 1, 1, 1, 1)))).toMatchObject({
      interventionType: 'crisis_support',
    });
  });
});
