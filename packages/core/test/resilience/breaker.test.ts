import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGuard, Deadline, GraphkeepError, type Guard, runInContext } from '../../src/index.ts';

const away = new GraphkeepError('unavailable', 'The store is away.');
const settings = { failures: 5, rate: 0.5, windowMs: 10_000, halfOpenAfterMs: 1_000 };

let guard: Guard;
let calls: number;
beforeEach(() => {
  vi.useFakeTimers();
  guard = createGuard('graph', { timeoutMs: 500, breaker: settings });
  calls = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

const call = (result: 'ok' | Error): Promise<unknown> =>
  guard
    .run(async () => {
      calls += 1;
      if (result !== 'ok') throw result;
      return result;
    })
    .catch((error: unknown) => error);

const times = async (count: number, result: 'ok' | Error): Promise<void> => {
  for (let i = 0; i < count; i += 1) await call(result);
};

describe('a breaker', () => {
  it('opens after failures in a row, and refuses at once without a call', async () => {
    await times(4, away);
    expect(guard.state).toBe('closed');
    await times(1, away);
    expect(guard.state).toBe('open');

    await vi.advanceTimersByTimeAsync(400);
    expect(await call('ok')).toMatchObject({
      code: 'unavailable',
      retryable: true,
      retryAfterMs: 600,
      message: 'graph is away: calls to it failed.',
      cause: away,
    });
    expect(calls).toBe(5);
  });

  it('is not opened by failures with answers between them, be they refusals', async () => {
    for (let i = 0; i < 4; i += 1) {
      await times(2, away);
      await times(2, 'ok');
    }
    expect(guard.state).toBe('open');
    guard.close();
    await times(4, away);
    await times(1, new GraphkeepError('not_found', 'x'));
    await times(4, away);
    expect(guard.state).toBe('closed');
  });

  it('opens by the share of failures, once there are enough calls', async () => {
    await times(1, away);
    await times(5, 'ok');
    await times(3, away);
    expect(guard.state).toBe('closed');
    await times(1, away);
    expect(guard.state).toBe('open');
  });

  it('forgets what is older than the window, also after a quiet time', async () => {
    await times(4, away);
    await times(5, 'ok');
    await vi.advanceTimersByTimeAsync(3_600_000);
    await times(1, away);
    expect(guard.state).toBe('closed');
    await times(9, 'ok');
    await times(4, away);
    expect(guard.state).toBe('closed');
  });

  it.each(['invalid_input', 'not_found', 'already_exists', 'conflict', 'cancelled', 'overloaded'] as const)(
    'does not blame the store for %s',
    async (code) => {
      await times(30, new GraphkeepError(code, 'x'));
      expect(guard.state).toBe('closed');
    },
  );

  it.each([
    ['unavailable', away],
    ['timeout', new GraphkeepError('timeout', 'x')],
    ['internal', new GraphkeepError('internal', 'x')],
    ['an unknown error', new Error('ECONNRESET')],
  ])('blames the store for %s', async (_, error) => {
    await times(5, error);
    expect(guard.state).toBe('open');
  });

  it('does not blame the store where the caller gave it no time', async () => {
    const hurried = async (ms: number): Promise<void> => {
      using deadline = Deadline.after(ms);
      const answer = runInContext({ requestId: 'r', deadline }, () => guard.run(() => new Promise(() => {})));
      const ended = expect(answer).rejects.toMatchObject({ code: 'timeout' });
      await vi.advanceTimersByTimeAsync(ms);
      await ended;
    };
    for (let count = 0; count < 30; count += 1) await hurried(40);
    expect(guard.state).toBe('closed');
    for (let count = 0; count < 5; count += 1) await hurried(400);
    expect(guard.state).toBe('open');
  });

  it('does not blame the store for errors that came from elsewhere', async () => {
    const failing = () => guard.run(() => Promise.reject(away), { mayBlame: (error) => error !== away });
    for (let count = 0; count < 30; count += 1) await expect(failing()).rejects.toBe(away);
    expect(guard.state).toBe('closed');
  });

  it('counts calls that never come back', async () => {
    const hanging = Array.from({ length: 5 }, () =>
      guard.run(() => new Promise(() => {})).catch((error: unknown) => error),
    );
    await vi.advanceTimersByTimeAsync(500);
    await Promise.all(hanging);
    expect(guard.state).toBe('open');
  });
});

describe('an open breaker', () => {
  beforeEach(async () => {
    await times(5, away);
    calls = 0;
  });

  it('lets exactly one probe through, and refuses the others meanwhile', async () => {
    await vi.advanceTimersByTimeAsync(1_000);
    const probe = Promise.withResolvers<string>();
    const probing = guard.run(() => probe.promise);
    expect(guard.state).toBe('half-open');
    expect(await call('ok')).toMatchObject({ code: 'unavailable', retryAfterMs: 1_000 });
    expect(calls).toBe(0);

    probe.resolve('back');
    expect(await probing).toBe('back');
    expect(guard.state).toBe('closed');
    await times(4, away);
    expect(guard.state).toBe('closed');
  });

  it('asks by its probe, where it has one, and calls when that goes well', async () => {
    let answer = Promise.withResolvers<void>();
    const probe = vi.fn(() => answer.promise);
    guard = createGuard('graph', { timeoutMs: 5_000, breaker: settings, probe });
    await times(5, away);
    calls = 0;
    await vi.advanceTimersByTimeAsync(1_000);
    const early = call('ok');
    expect(await call('ok')).toMatchObject({ code: 'unavailable', retryAfterMs: 1_000 });
    answer.reject(away);
    expect(await early).toMatchObject({ message: 'graph is away: it does not answer yet.' });
    expect(calls).toBe(0);
    expect(guard.state).toBe('open');

    answer = Promise.withResolvers<void>();
    await vi.advanceTimersByTimeAsync(1_000);
    const slow = Promise.withResolvers<string>();
    const first = guard.run(() => slow.promise);
    answer.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(guard.state).toBe('closed');
    expect(await call('ok')).toBe('ok');
    slow.resolve('done');
    expect(await first).toBe('done');
    expect(probe).toHaveBeenCalledTimes(2);
  });

  it('waits for its probe for two seconds, and for no longer than the caller does', async () => {
    guard = createGuard('graph', { timeoutMs: 5_000, breaker: settings, probe: () => new Promise(() => {}) });
    await times(5, away);
    await vi.advanceTimersByTimeAsync(1_000);
    using deadline = Deadline.after(100);
    const hurried = runInContext({ requestId: 'r', deadline }, () => call('ok'));
    await vi.advanceTimersByTimeAsync(100);
    expect(await hurried).toMatchObject({ code: 'timeout' });
    expect(guard.state).toBe('half-open');
    await vi.advanceTimersByTimeAsync(1_900);
    expect(guard.state).toBe('open');
  });

  it('makes one call a pause while the store stays away', async () => {
    for (let second = 0; second < 60; second += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      await times(20, away);
    }
    expect(calls).toBe(60);
    expect(guard.state).toBe('open');
  });

  it('closes on a refusal, which shows that the store is back', async () => {
    await vi.advanceTimersByTimeAsync(1_000);
    await call(new GraphkeepError('not_found', 'x'));
    expect(guard.state).toBe('closed');
  });

  it('learns nothing from a probe whose caller goes away', async () => {
    await vi.advanceTimersByTimeAsync(1_000);
    const caller = new AbortController();
    using deadline = Deadline.after(400, caller.signal);
    const probing = runInContext({ requestId: 'r', deadline }, () => guard.run(() => new Promise(() => {})));
    const ended = expect(probing).rejects.toMatchObject({ code: 'cancelled' });
    caller.abort();
    await ended;
    expect(guard.state).toBe('open');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await call('ok')).toBe('ok');
  });

  it('is not held open by a clock that is set back', async () => {
    vi.setSystemTime(Date.now() - 3_600_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await call('ok')).toBe('ok');
  });

  it('is not opened early by a clock that is set forward', async () => {
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(await call('ok')).toMatchObject({ code: 'unavailable' });
  });

  it('does not stay open for calls that waited in the queue when it opened', async () => {
    guard = createGuard('graph', {
      timeoutMs: 500,
      breaker: { ...settings, failures: 1 },
      bulkhead: { limit: 1, queue: 5 },
    });
    const first = call(away);
    const queued = [call('ok'), call('ok')];
    await first;
    expect(await Promise.all(queued)).toEqual([
      expect.objectContaining({ code: 'unavailable' }),
      expect.objectContaining({ code: 'unavailable' }),
    ]);
    expect(calls).toBe(1);
  });
});

describe('a breaker moved by hand', () => {
  it('refuses every call until it is closed', async () => {
    guard.open();
    guard.open();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(guard.state).toBe('open');
    expect(await call('ok')).toMatchObject({
      code: 'unavailable',
      message: 'graph is away: calls to it are switched off.',
    });
    expect(calls).toBe(0);
    guard.close();
    expect(await call('ok')).toBe('ok');
  });

  it('closes what failures opened, and forgets them', async () => {
    await times(5, away);
    guard.close();
    expect(guard.state).toBe('closed');
    await times(4, away);
    expect(guard.state).toBe('closed');
    await times(1, away);
    expect(guard.state).toBe('open');
  });
});
