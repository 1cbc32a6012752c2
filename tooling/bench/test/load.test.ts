import { GraphkeepApiError } from '@graphkeep/sdk';
import { expect, test } from 'vitest';
import { playOpen } from '../src/suites/load/open.ts';
import { Tally } from '../src/suites/load/tally.ts';

test('callers who come at a rate are all charged with the time that a server stands still', async () => {
  const standing = Promise.withResolvers<void>();
  const began = performance.now();
  const tally = new Tally();
  let calls = 0;
  const next = () => ({
    name: 'ask',
    run: async () => {
      calls += 1;
      if (calls === 10) setTimeout(standing.resolve, 300);
      await standing.promise;
    },
  });
  await playOpen({ rate: 200, seconds: 0.5, tally, next });
  expect(performance.now() - began).toBeGreaterThanOrEqual(300);
  expect(tally.calls).toBe(calls);
  expect(tally.percentile(1)).toBeLessThan(tally.percentile(99));
  expect(tally.percentile(99), 'the first has waited for all of it').toBeGreaterThanOrEqual(299);
  expect(tally.answered).toBe(100);
});

test('a tally tells what failed, and with what', async () => {
  const tally = new Tally();
  const away = () => Promise.reject(new GraphkeepApiError('unavailable', 'The graph is away.'));
  await tally.count('load', performance.now(), away);
  await tally.count('load', performance.now(), away);
  await tally.count('page', performance.now(), async () => {});
  expect(tally.calls).toBe(3);
  expect(tally.answered).toBeCloseTo(33.3, 1);
  expect(tally.summary()).toBe('load unavailable: 2');
});
