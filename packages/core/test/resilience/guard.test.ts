import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createGuard,
  createMetrics,
  Deadline,
  GraphkeepError,
  type GuardOptions,
  guarded,
  runInContext,
} from '../../src/index.ts';

const never = () => new Promise<never>(() => {});
const failWith = (error: Error) => async (): Promise<never> => {
  throw error;
};
const away = new GraphkeepError('unavailable', 'The store is away.');
const settle = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'ok',
    (error: unknown) => error,
  );

describe('a guard against time', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('answers at its time-out, also for work that ignores its signal', async () => {
    const guard = createGuard('graph', { timeoutMs: 250 });
    let signal: AbortSignal | undefined;
    const answer = settle(
      guard.run((given) => {
        signal = given;
        return never();
      }),
    );
    await vi.advanceTimersByTimeAsync(249);
    expect(signal?.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toMatchObject({ code: 'timeout', message: 'graph: The deadline of 250 ms passed.' });
    expect(signal?.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('answers at the deadline of the request where that is earlier', async () => {
    const guard = createGuard('graph', { timeoutMs: 10_000 });
    using deadline = Deadline.after(40);
    const answer = settle(runInContext({ requestId: 'r', deadline }, () => guard.run(never)));
    await vi.advanceTimersByTimeAsync(40);
    expect(await answer).toMatchObject({ code: 'timeout' });
  });

  it('does not begin what is too late, and does not blame the store for it', async () => {
    const guard = createGuard('graph', { timeoutMs: 1_000, breaker: breakerAfter(1) });
    using deadline = Deadline.after(0);
    const work = vi.fn(never);
    const answer = runInContext({ requestId: 'r', deadline }, () => guard.run(work));
    await expect(answer).rejects.toMatchObject({ code: 'timeout' });
    expect(work).not.toHaveBeenCalled();
    expect(guard.state).toBe('closed');
  });

  it('answers a caller who ends his request', async () => {
    const guard = createGuard('graph', { timeoutMs: 1_000, breaker: breakerAfter(1) });
    const caller = new AbortController();
    using deadline = Deadline.after(500, caller.signal);
    const answer = settle(runInContext({ requestId: 'r', deadline }, () => guard.run(never)));
    caller.abort();
    expect(await answer).toMatchObject({ code: 'cancelled' });
    expect(guard.state).toBe('closed');
  });

  it('calls a time-out by its name where the work throws an error of its own when aborted', async () => {
    const guard = createGuard('graph', { timeoutMs: 100 });
    const answer = settle(
      guard.run(
        (signal) =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(new Error('socket destroyed')));
          }),
      ),
    );
    await vi.advanceTimersByTimeAsync(100);
    expect(await answer).toMatchObject({ code: 'timeout' });
  });
});

const breakerAfter = (failures: number) => ({ failures, rate: 1, windowMs: 10_000, halfOpenAfterMs: 1_000 });

describe('a guard that retries', () => {
  const options: GuardOptions = {
    timeoutMs: 5_000,
    retry: { attempts: 3, delayMs: 100, factor: 2, maxDelayMs: 300 },
    breaker: breakerAfter(100),
  };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(1);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('waits longer each time, up to a limit, and answers what comes in the end', async () => {
    const guard = createGuard('graph', options);
    const startedAt = performance.now();
    const triedAt: number[] = [];
    const answer = guard.run(
      async () => {
        triedAt.push(performance.now() - startedAt);
        if (triedAt.length <= 3) throw away;
        return 'done';
      },
      { idempotent: true },
    );
    await vi.runAllTimersAsync();
    expect(await answer).toBe('done');
    expect(triedAt).toEqual([0, 100, 300, 600]);
  });

  it('draws each wait from the whole span', async () => {
    vi.mocked(Math.random).mockReturnValue(0);
    const guard = createGuard('graph', options);
    const work = vi.fn(failWith(away));
    const startedAt = performance.now();
    const answer = settle(guard.run(work, { idempotent: true }));
    await vi.runAllTimersAsync();
    expect(await answer).toBe(away);
    expect(work).toHaveBeenCalledTimes(4);
    expect(performance.now() - startedAt).toBeLessThan(10);
  });

  it.each([
    ['may not be done twice', away, {}],
    ['failed for good', new GraphkeepError('not_found', 'x'), { idempotent: true }],
    ['may have been done: a time-out', new GraphkeepError('timeout', 'x'), { idempotent: true }],
    ['failed for an unknown reason', new Error('x'), { idempotent: true }],
  ])('tries once what %s', async (_, error, call) => {
    const work = vi.fn(failWith(error));
    const answer = settle(createGuard('graph', options).run(work, call));
    await vi.runAllTimersAsync();
    expect(await answer).toBe(error);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('answers at once where the wait would outlast the deadline', async () => {
    const work = vi.fn(failWith(away));
    const answer = settle(
      createGuard('graph', { ...options, timeoutMs: 250 }).run(work, { idempotent: true }),
    );
    await vi.advanceTimersByTimeAsync(100);
    expect(await answer).toBe(away);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('waits as long as the store asks for', async () => {
    const busy = new GraphkeepError('overloaded', 'x', { retryAfterMs: 2_000 });
    const work = vi.fn(failWith(busy));
    const answer = settle(createGuard('graph', options).run(work, { idempotent: true }));
    await vi.advanceTimersByTimeAsync(1_999);
    expect(work).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(work).toHaveBeenCalledTimes(2);
    await vi.runAllTimersAsync();
    await answer;
  });

  it('stops waiting when the caller ends the request, and does not call again', async () => {
    const caller = new AbortController();
    using deadline = Deadline.after(5_000, caller.signal);
    const work = vi.fn(failWith(away));
    const guard = createGuard('graph', options);
    const answer = settle(
      runInContext({ requestId: 'r', deadline }, () => guard.run(work, { idempotent: true })),
    );
    await vi.advanceTimersByTimeAsync(50);
    caller.abort();
    expect(await answer).toMatchObject({ code: 'cancelled' });
    await vi.runAllTimersAsync();
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('does not try again what the breaker refuses', async () => {
    const guard = createGuard('graph', { ...options, breaker: breakerAfter(2) });
    const work = vi.fn(failWith(away));
    const answer = settle(guard.run(work, { idempotent: true }));
    await vi.advanceTimersByTimeAsync(300);
    expect(await answer).toMatchObject({ code: 'unavailable', retryAfterMs: 800 });
    expect(work).toHaveBeenCalledTimes(2);
  });
});

describe('a guard with metrics', () => {
  it('counts calls by how they ended, retries, and what goes on', async () => {
    const metrics = createMetrics();
    const guard = createGuard('graph', {
      timeoutMs: 1_000,
      metrics,
      retry: { attempts: 1, delayMs: 1, factor: 1, maxDelayMs: 1 },
      bulkhead: { limit: 1, queue: 1 },
      breaker: breakerAfter(2),
    });
    await guard.run(async () => 'ok');
    await settle(guard.run(failWith(new Error('x'))));
    const held = Promise.withResolvers<string>();
    const running = guard.run(() => held.promise);
    const waiting = guard.run(async () => 'ok');
    const busy = await metrics.registry.metrics();
    expect(busy).toContain('guard_in_use{guard="graph"} 1');
    expect(busy).toContain('guard_queued{guard="graph"} 1');
    held.resolve('ok');
    await Promise.all([running, waiting]);
    await settle(guard.run(failWith(away), { idempotent: true }));

    const text = await metrics.registry.metrics();
    expect(text).toContain('guard_calls_total{guard="graph",outcome="ok"} 3');
    expect(text).toContain('guard_calls_total{guard="graph",outcome="internal"} 1');
    expect(text).toContain('guard_calls_total{guard="graph",outcome="unavailable"} 1');
    expect(text).toContain('guard_call_duration_seconds_count{guard="graph"} 5');
    expect(text).toContain('guard_retries_total{guard="graph"} 1');
    expect(text).toContain('guard_in_use{guard="graph"} 0');
    expect(text).toContain('guard_breaker_state{guard="graph"} 2');
  });
});

describe('a guarded function', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  const listen = async (server: Server, port = 0): Promise<number> => {
    servers.push(server.listen(port, '127.0.0.1'));
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return address.port;
  };

  it('is called like the function itself', async () => {
    const add = guarded('sum', { timeoutMs: 1_000 }, async (_signal, a: number, b: number) => a + b);
    expect(await add(2, 3)).toBe(5);
  });

  it('is cut off from a server that keeps silent', async () => {
    const port = await listen(createTcpServer(() => {}));
    const read = guarded('silent', { timeoutMs: 50 }, (signal, path: string) =>
      fetch(`http://127.0.0.1:${port}${path}`, { signal }),
    );
    await expect(read('/x')).rejects.toMatchObject({ code: 'timeout' });
  });

  it('leaves a server alone that went away, and finds it when it is back', async () => {
    const answer: RequestListener = (_, response) => {
      response.setHeader('connection', 'close').end('hello');
    };
    const first = createHttpServer(answer);
    const port = await listen(first);
    const attempts = vi.fn(async (signal: AbortSignal) => {
      const response = await fetch(`http://127.0.0.1:${port}/`, { signal });
      return response.text();
    });
    const breaker = { ...breakerAfter(3), halfOpenAfterMs: 500 };
    const read = guarded('server', { timeoutMs: 1_000, breaker }, attempts);
    expect(await read()).toBe('hello');
    first.close();
    await once(first, 'close');

    for (let i = 0; i < 3; i += 1) await expect(read()).rejects.toThrow('fetch failed');
    attempts.mockClear();
    const refused = await Promise.all(Array.from({ length: 50 }, () => settle(read())));
    expect(refused).toEqual(refused.map(() => expect.objectContaining({ code: 'unavailable' })));
    expect(attempts).not.toHaveBeenCalled();

    await listen(createHttpServer(answer), port);
    await vi.waitFor(async () => expect(await read()).toBe('hello'), { timeout: 5_000, interval: 20 });
    expect(attempts).toHaveBeenCalledTimes(1);
  });
});
