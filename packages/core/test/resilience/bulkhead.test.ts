import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGuard, Deadline, type Guard, runInContext } from '../../src/index.ts';
import type { Rank } from '../../src/resilience/options.ts';

const QUIET_BREAKER = { failures: 1_000, rate: 1, windowMs: 10_000, halfOpenAfterMs: 1_000 };
const guardOf = (limit: number, queue: number): Guard =>
  createGuard('cache', { timeoutMs: 200, bulkhead: { limit, queue }, breaker: QUIET_BREAKER });

afterEach(() => {
  vi.useRealTimers();
});

/** Work that ends when told to. */
const gate = () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const work = vi.fn(() => promise);
  return { work, open: () => resolve('ok') };
};

describe('a bulkhead', () => {
  it('lets a number of calls run, others wait, and refuses the rest at once', async () => {
    const guard = guardOf(1, 1);
    const [first, second] = [gate(), gate()];
    const running = guard.run(first.work);
    const waiting = guard.run(second.work);
    await expect(guard.run(gate().work)).rejects.toMatchObject({
      code: 'overloaded',
      retryable: true,
      message: 'cache is busy: 1 calls are running and 1 are waiting.',
    });
    expect(second.work).not.toHaveBeenCalled();
    first.open();
    second.open();
    expect(await Promise.all([running, waiting])).toEqual(['ok', 'ok']);
  });

  it('frees the place in the queue of a caller who goes away', async () => {
    const guard = guardOf(1, 1);
    const first = gate();
    const running = guard.run(first.work);
    const caller = new AbortController();
    using deadline = Deadline.after(1_000, caller.signal);
    const waiting = runInContext({ requestId: 'r', deadline }, () => guard.run(gate().work));
    caller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    const next = guard.run(async () => 'next');
    first.open();
    expect(await Promise.all([running, next])).toEqual(['ok', 'next']);
  });

  it('says of a call whose time passed in the queue that it may be tried again, and takes the place of none', async () => {
    vi.useFakeTimers();
    const guard = guardOf(1, 5);
    const running = guard.run(() => new Promise(() => {})).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(100);
    using deadline = Deadline.after(50);
    const never = gate();
    const waiting = runInContext({ requestId: 'r', deadline }, () => guard.run(never.work)).catch(
      (error: unknown) => error,
    );
    await vi.advanceTimersByTimeAsync(50);
    expect(await waiting).toMatchObject({ code: 'overloaded', retryable: true });
    await vi.advanceTimersByTimeAsync(50);
    expect(await running).toMatchObject({ code: 'timeout' });
    expect(never.work).not.toHaveBeenCalled();
    expect(await guard.run(async () => 'free')).toBe('free');
  });

  it('keeps places for those whom others wait for, and lets them in first', async () => {
    const guard = createGuard('graph', {
      ...{ timeoutMs: 200, breaker: QUIET_BREAKER },
      bulkhead: { limit: 6, queue: 20, leave: 2 },
    });
    const open = gate();
    const started: string[] = [];
    const call = (rank: Rank) =>
      guard.run(
        () => {
          started.push(rank);
          return open.work();
        },
        { rank },
      );
    const ranks = [
      'holding',
      'holding',
      'holding',
      'plain',
      'plain',
      'plain',
      'ahead',
      'ahead',
      'ahead',
    ] as const;
    const calls = ranks.map(call);
    expect(started).toEqual(['holding', 'holding', 'plain', 'plain', 'ahead', 'ahead']);
    open.open();
    await Promise.all(calls);
    expect(started.slice(6)).toEqual(['ahead', 'holding', 'plain']);
  });

  it.each([2, 3, 4, 5, 15])(
    'of %d places finds one for what those that hold theirs wait for',
    async (limit) => {
      const guard = createGuard('graph', {
        ...{ timeoutMs: 200, breaker: QUIET_BREAKER },
        bulkhead: { limit, queue: 1_000, leave: limit > 3 ? 2 : 1 },
      });
      const inner = (rank: Rank) => guard.run(async () => rank, { rank });
      const holding = () =>
        guard.run(async () => [await inner('plain'), await inner('ahead')], { rank: 'holding' });
      const answers = await Promise.all(Array.from({ length: 100 }, holding));
      expect(answers).toEqual(Array(100).fill(['plain', 'ahead']));
    },
  );

  it('says what keeps its places, to who waited for as long as it lets anybody wait', async () => {
    vi.useFakeTimers();
    const guard = createGuard('graph', {
      ...{ timeoutMs: 10_000, breaker: QUIET_BREAKER },
      bulkhead: { limit: 1, queue: 5, waitMs: 100, busy: () => 'All is in use.' },
    });
    const running = gate();
    const first = guard.run(running.work);
    const waiting = guard.run(gate().work).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(100);
    expect(await waiting).toMatchObject({ code: 'overloaded', retryable: true, message: 'All is in use.' });
    running.open();
    expect(await first).toBe('ok');
    expect(await guard.run(async () => 'free')).toBe('free');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('never runs more than its limit, and serves all that it took, first come first served', async () => {
    const arrivals = fc.record({
      limit: fc.integer({ min: 1, max: 4 }),
      queue: fc.integer({ min: 0, max: 8 }),
      ticks: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(arrivals, async ({ limit, queue, ticks }) => {
        const guard = guardOf(limit, queue);
        let running = 0;
        const order: number[] = [];
        const answers = ticks.map((count, index) =>
          guard
            .run(async () => {
              running += 1;
              order.push(index);
              expect(running).toBeLessThanOrEqual(limit);
              for (let i = 0; i < count; i += 1) await Promise.resolve();
              running -= 1;
              return 'ok';
            })
            .catch(() => 'refused'),
        );
        const served = (await Promise.all(answers)).filter((answer) => answer === 'ok').length;
        expect(served).toBe(Math.min(ticks.length, limit + queue));
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }),
    );
  });
});
