import { expect, test } from 'vitest';
import { type Bench, defineSuite } from '../src/define-suite.ts';
import { atLeast, below } from '../src/goal.ts';
import type { Result } from '../src/report/result.ts';
import { quick, type RunContext, thorough } from '../src/run/context.ts';
import { fakeClock } from './support/fake.ts';

interface Ran {
  readonly results: Result[];
  readonly failures: string[];
}

const run = async (
  benches: readonly Bench<unknown>[],
  context: Partial<RunContext> & Pick<RunContext, 'clock'>,
  stepDeadlineMs = 5_000,
): Promise<Ran> => {
  const failures: string[] = [];
  const suite = defineSuite({ name: 'test', setup: () => ({}), benches, stepDeadlineMs });
  const results = await suite.run({
    method: thorough,
    quick: false,
    settings: {},
    signal: new AbortController().signal,
    matches: () => true,
    progress: () => {},
    failed: (line) => failures.push(line),
    ...context,
  });
  return { results, failures };
};

test('a warm-up each, then rounds in turn, with another one first in each', async () => {
  const clock = fakeClock();
  const rounds: string[] = [];
  const subject = (name: string) => ({
    beforeRound: () => rounds.push(name),
    make: () => clock.work(100),
  });
  const { results } = await run(
    [{ id: 'test.turns', ours: subject('a'), against: { b: subject('b'), c: subject('c') } }],
    { clock },
  );
  expect(rounds.join('')).toBe('abc' + 'abc' + 'bca' + 'cab' + 'abc' + 'bca');
  expect(clock.now()).toBe(rounds.length * 500);
  expect(results.map(({ subject: name, against }) => [name, against])).toEqual([
    ['graphkeep', 'b'],
    ['graphkeep', 'c'],
    ['b', null],
    ['c', null],
  ]);
});

test('quick is three rounds of 200 ms', async () => {
  const clock = fakeClock();
  await run([{ id: 'test.quick', ours: { make: () => clock.work(100) } }], { clock, method: quick });
  expect(clock.now()).toBe((1 + 3) * 200);
});

test('a subject that takes twice as long has half the throughput', async () => {
  const clock = fakeClock();
  const { results } = await run(
    [
      {
        id: 'test.ratio',
        unit: 'rows/s',
        perCall: 1_000,
        ours: { name: 'slow', make: () => clock.work(20), goal: atLeast(60_000) },
        against: { fast: { make: () => clock.work(10), goal: atLeast(0.5), promisesLess: 'no schema' } },
      },
    ],
    { clock },
  );
  const even = (figure: number) => ({ min: figure, max: figure });
  const common = { id: 'test.ratio', unit: 'rows/s', ratio: null, ratioSpread: null, note: null };
  const slow = { ...common, subject: 'slow', value: 50_000, spread: even(50_000) };
  expect(results).toEqual([
    { ...slow, against: null, goal: '≥ 60000', met: false },
    { ...slow, against: 'fast', ratio: 0.5, ratioSpread: even(0.5), goal: '≥ 0.5', met: true },
    {
      ...common,
      ...{ subject: 'fast', against: null, value: 100_000, spread: even(100_000) },
      ...{ goal: null, met: null, note: 'no schema' },
    },
  ]);
});

test('a small call is not timed one by one, and none of them is left uncounted', async () => {
  const clock = fakeClock();
  let looks = 0;
  let calls = 0;
  const counting = {
    now: () => {
      looks += 1;
      return clock.now();
    },
  };
  const work = clock.work(1 / 128);
  const call = () => {
    calls += 1;
    return work();
  };
  const { results } = await run([{ id: 'test.small', ours: { make: () => call } }], { clock: counting });
  expect(results[0]?.value).toBe(128_000);
  expect(calls).toBeGreaterThanOrEqual(6 * 64_000);
  expect(looks).toBeLessThan(64_000 + 10 * 500);
});

test('as many callers as were asked for call at the same time', async () => {
  const clock = fakeClock();
  const work = clock.work(50);
  let open = 0;
  let most = 0;
  const call = async (): Promise<void> => {
    open += 1;
    most = Math.max(most, open);
    await new Promise(setImmediate);
    await work();
    open -= 1;
  };
  await run([{ id: 'test.callers', ours: { make: () => call, callers: 32 } }], { clock });
  expect(most).toBe(32);
});

test('a measured value: one that does not count, then a median', async () => {
  const figures = [1_000, 5, 1, 4, 2, 3];
  const measure = () => figures.shift() ?? Number.NaN;
  const { results } = await run([{ id: 'test.value', unit: 'ms', goal: below(3), measure }], {
    clock: fakeClock(),
  });
  expect(figures).toEqual([]);
  expect(results).toMatchObject([
    { subject: 'graphkeep', value: 3, unit: 'ms', spread: { min: 1, max: 5 }, goal: '< 3', met: false },
  ]);
});

test('a measured value with its own number of rounds has no warm-up', async () => {
  let measured = 0;
  const measure = () => {
    measured += 1;
    return 7;
  };
  const { results } = await run([{ id: 'test.once', unit: 'MiB', rounds: 1, measure }], {
    clock: fakeClock(),
  });
  expect(measured).toBe(1);
  expect(results).toMatchObject([{ value: 7, met: null }]);
});

test('a subject that throws fails its bench alone, after the calls that were open', async () => {
  const clock = fakeClock();
  let open = 0;
  const call = async (): Promise<void> => {
    open += 1;
    await clock.work(100)();
    open -= 1;
    if (clock.now() > 1_000) throw new Error('connection\n  lost');
  };
  const { results, failures } = await run(
    [
      { id: 'test.throws', ours: { make: () => call, callers: 4 } },
      { id: 'test.fine', ours: { make: () => clock.work(100) } },
    ],
    { clock },
  );
  expect(failures).toEqual(['test.throws failed: connection lost']);
  expect(open).toBe(0);
  expect(results.map(({ id }) => id)).toEqual(['test.fine']);
});

test('a subject that does not answer fails at the deadline', async () => {
  const { failures } = await run(
    [{ id: 'test.hangs', ours: { make: () => () => new Promise(() => {}) } }],
    { clock: fakeClock() },
    50,
  );
  expect(failures).toEqual(['test.hangs failed: test.hangs, a round of graphkeep: no end after 50 ms']);
});

test('stores are closed after the suite, what a subject opened after its bench', async () => {
  const clock = fakeClock();
  const log: string[] = [];
  const note = (line: string) => (): void => {
    log.push(line);
  };
  const suite = defineSuite({
    name: 'test',
    setup: ({ stack }) => {
      stack.defer(note('store closed'));
      return { name: 'store' };
    },
    benches: ['test.a', 'test.b'].map((id) => ({
      id,
      ours: {
        make: (store: { name: string }, { stack }) => {
          log.push(`${id} uses the ${store.name}`);
          stack.defer(note(`${id} closed`));
          return id === 'test.a'
            ? () => {
                throw new Error('broken');
              }
            : clock.work(100);
        },
      },
    })),
  });
  const failures: string[] = [];
  await suite.run({
    ...{ clock, method: quick, quick: true, settings: {}, signal: new AbortController().signal },
    ...{ matches: () => true, progress: () => {}, failed: (line) => failures.push(line) },
  });
  expect(failures).toEqual(['test.a failed: broken']);
  expect(log).toEqual([
    'test.a uses the store',
    'test.a closed',
    'test.b uses the store',
    'test.b closed',
    'store closed',
  ]);
});
