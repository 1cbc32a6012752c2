import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { eventually } from '@graphkeep/test/eventually';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { call } from '../src/caller.ts';
import { createApiContext } from '../src/create-context.ts';
import { createRateLimits, responseHeaders } from '../src/index.ts';
import { ada, bea, callsOf, type OwnGraph, ownGraph, router } from './own-graph.ts';

let platform: TestPlatform<OwnGraph>;
beforeEach(async () => {
  platform = await openTestPlatform({ graph: ownGraph });
});
afterEach(() => platform.close());
const calling = callsOf(() => platform);
const helpers = () => platform.asSystem('test').helpers;
const limits = (key: number, address = 1_000, windowMs = 60_000) =>
  createRateLimits(helpers(), { key: { limit: key, windowMs }, address: { limit: address, windowMs } });

it('lets each key call so often in a window, and says when it may again', async () => {
  const rates = limits(3);
  for (let count = 0; count < 3; count++) await calling('notes.count', {}, ada, { rates });
  await expect(calling('notes.count', {}, ada, { rates })).rejects.toMatchObject({
    code: 'rate_limited',
    status: 429,
    retryable: true,
    retryAfterMs: expect.any(Number),
    message: expect.stringMatching(/^This key may make 3 calls in 60 s\. Call again in \d+ s\.$/),
  });
  await expect(calling('notes.count', {}, bea, { rates })).resolves.toBe(0);
});

it('counts by the address who has no key, or guesses one', async () => {
  const options = { rates: limits(100, 2), address: '192.0.2.1' };
  for (let count = 0; count < 2; count++)
    await expect(calling('notes.count', {}, undefined, options)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  await expect(calling('notes.count', {}, undefined, options)).rejects.toMatchObject({
    code: 'rate_limited',
  });
  await expect(calling('notes.count', {}, ada, { ...options, address: '192.0.2.2' })).resolves.toBe(0);
});

it('lets as many through as the limit says, however many come at once', async () => {
  const rates = limits(500);
  const counted = await Promise.allSettled(Array.from({ length: 2_000 }, () => rates.count('key', 'ada')));
  expect(counted.filter(({ status }) => status === 'fulfilled')).toHaveLength(500);
});

it('begins anew when the window is over', async () => {
  const rates = limits(1, 1, 50);
  await rates.count('key', 'ada');
  await expect(rates.count('key', 'ada')).rejects.toMatchObject({ code: 'rate_limited' });
  await eventually(() => rates.count('key', 'ada'));
});

it('asks the shared count once for many calls', async () => {
  const consumed: number[] = [];
  const rates = createRateLimits(
    {
      ...helpers(),
      rate: (name, options) => {
        const rate = helpers().rate(name, options);
        return {
          ...rate,
          consume: (who, points = 1) => {
            consumed.push(points);
            return rate.consume(who, points);
          },
        };
      },
    },
    { key: { limit: 1_000, windowMs: 60_000 }, address: { limit: 1, windowMs: 1 } },
  );
  for (let count = 0; count < 40; count++) await rates.count('key', 'ada');
  expect(consumed).toEqual([20, 20]);
});

it('tells in headers what a request has cost, and what is left', async () => {
  const rates = limits(10);
  const context = createApiContext(platform, ada, { rates });

  await call(router, 'notes.count', {}, context);
  expect(responseHeaders(context.request)).toEqual({
    'ratelimit-limit': '10',
    'ratelimit-remaining': '9',
    'ratelimit-reset': expect.stringMatching(/^\d+$/),
    'server-timing': expect.stringMatching(
      /^database;dur=[\d.]+;desc="1 calls", cache;dur=0\.0;desc="0 calls", total;dur=[\d.]+$/,
    ),
  });
});
