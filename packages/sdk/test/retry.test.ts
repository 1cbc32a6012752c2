import { expect, it } from 'vitest';
import { GraphkeepApiError } from '../src/index.ts';
import { withRetries } from '../src/retry.ts';

const answered = { status: 200 };

/** Fails with these errors, one after the other, then answers. */
const attempts = (...failures: readonly unknown[]) => {
  const left = [...failures];
  const waits: number[] = [];
  let made = 0;
  const run = (retries: number, once = false) =>
    withRetries(
      async () => {
        made += 1;
        if (left.length > 0) throw left.shift();
        return answered;
      },
      { retries, signal: undefined, wait: async (ms) => void waits.push(ms), once },
    );
  return { run, waits, made: () => made };
};
const away = (retryAfterMs?: number) =>
  new GraphkeepApiError('unavailable', 'away', retryAfterMs === undefined ? {} : { retryAfterMs });

it('waits longer each time, by chance between a half and all of it, and eight seconds at most', async () => {
  for (let round = 0; round < 20; round++) {
    const call = attempts(...Array.from({ length: 8 }, () => away()));
    await expect(call.run(8)).resolves.toBe(answered);
    const longest = [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000];
    for (const [attempt, most] of longest.entries()) {
      expect(call.waits[attempt]).toBeGreaterThanOrEqual(most / 2);
      expect(call.waits[attempt]).toBeLessThanOrEqual(most);
    }
    expect(new Set(call.waits).size).toBe(8);
  }
});

it('gives up after so many attempts, with the last error', async () => {
  const last = away();
  const call = attempts(away(), away(), last, away());
  await expect(call.run(2)).rejects.toBe(last);
  expect(call.made()).toBe(3);
});

it('waits as long as the server asks', async () => {
  const call = attempts(away(3_000), away(0));
  await call.run(2);
  expect(call.waits).toEqual([3_000, 0]);
});

it('does not wait for a server that asks for an hour, nor come back before', async () => {
  const call = attempts(away(3_600_000));
  await expect(call.run(2)).rejects.toMatchObject({ code: 'unavailable', retryAfterMs: 3_600_000 });
  expect(call.waits).toEqual([]);
  expect(call.made()).toBe(1);
});

it.each([
  new GraphkeepApiError('timeout', 'late'),
  new GraphkeepApiError('uncertain', 'lost'),
  new GraphkeepApiError('internal', 'broken'),
  new GraphkeepApiError('not_found', 'none', { retryAfterMs: 1 }),
  new TypeError('a mistake'),
])('does not try again after $message', async (failure) => {
  const call = attempts(failure);
  await expect(call.run(2)).rejects.toBe(failure);
  expect(call.made()).toBe(1);
});

it('asks again after a lost answer only where the server does it once', async () => {
  const lost = new GraphkeepApiError('uncertain', 'lost');
  await expect(attempts(lost).run(2)).rejects.toBe(lost);
  await expect(attempts(lost).run(2, true)).resolves.toBe(answered);
  const wrong = new GraphkeepApiError('invalid_input', 'wrong');
  await expect(attempts(wrong).run(2, true)).rejects.toBe(wrong);
});
