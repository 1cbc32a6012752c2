import { currentContext, Deadline, runInContext } from '@graphkeep/core';
import { expect, it } from 'vitest';
import { openLookups } from '../../src/keys/lookups.ts';

const opened = () => {
  const asked: string[][] = [];
  const ends: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  const lookup = openLookups(async (keys) => {
    asked.push([...keys]);
    const { promise, ...end } = Promise.withResolvers<void>();
    ends.push(end);
    await promise;
    return new Map(keys.filter((key) => key !== 'nobody').map((key) => [key, `record of ${key}`]));
  });
  return { asked, ends, lookup };
};

it('asks at once for all that came while two reads are under way', async () => {
  const { asked, ends, lookup } = opened();
  const answers = Promise.all(['a', 'b', 'c', 'nobody', 'd'].map(lookup));
  await expect.poll(() => asked).toEqual([['a'], ['b']]);
  ends[0]?.resolve();
  await expect.poll(() => asked).toEqual([['a'], ['b'], ['c', 'nobody', 'd']]);
  for (const { resolve } of ends) resolve();
  expect(await answers).toEqual(['record of a', 'record of b', 'record of c', undefined, 'record of d']);
});

it('is no part of the request of whoever came first, whose end would be that of all', async () => {
  const caller = new AbortController();
  const context = { requestId: 'req', deadline: Deadline.after(10_000, caller.signal) };
  const inside: unknown[] = [];
  const lookup = openLookups(async (keys) => {
    const { requestId, deadline } = currentContext() ?? {};
    inside.push(requestId !== 'req' && !deadline?.signal.aborted);
    return new Map(keys.map((key) => [key, key]));
  });
  const answer = runInContext(context, () => {
    caller.abort();
    return lookup('a');
  });
  expect(await answer).toBe('a');
  expect(inside).toEqual([true]);
});

it('asks for 200 at most', async () => {
  const { asked, ends, lookup } = opened();
  const answers = Promise.all(Array.from({ length: 402 }, (_, index) => lookup(`k${index}`)));
  for (let reads = 0; reads < 4; reads++) {
    await expect.poll(() => ends.length).toBeGreaterThan(reads);
    ends[reads]?.resolve();
  }
  expect(new Set(await answers).size).toBe(402);
  expect(asked.map(({ length }) => length)).toEqual([1, 1, 200, 200]);
});

it('fails those alone that it failed for, and asks again for the next', async () => {
  const { ends, lookup } = opened();
  const first = lookup('a');
  ends[0]?.reject(new Error('away'));
  await expect(first).rejects.toThrow('away');
  const second = lookup('a');
  ends[1]?.resolve();
  expect(await second).toBe('record of a');
});
