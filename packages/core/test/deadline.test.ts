import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deadline } from '../src/index.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a deadline', () => {
  it('counts down, and aborts its signal when it passes', () => {
    using deadline = Deadline.after(100);
    vi.advanceTimersByTime(60);
    expect(deadline.remaining()).toBe(40);
    expect(deadline.signal.aborted).toBe(false);
    deadline.throwIfPassed('reading');

    vi.advanceTimersByTime(40);
    expect(deadline.remaining()).toBe(0);
    expect(deadline.signal.reason).toMatchObject({ code: 'timeout', retryable: false });
    expect(() => deadline.throwIfPassed('reading')).toThrow('reading: The deadline of 100 ms passed.');
  });

  it('looks at the clock where a busy event loop kept the timer from firing', () => {
    using deadline = Deadline.after(100);
    const now = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(now + 100);
    expect(deadline.signal.aborted).toBe(false);
    expect(() => deadline.throwIfPassed('reading')).toThrow('100 ms passed');
    vi.restoreAllMocks();
  });

  it('is cancelled with its parent', () => {
    const caller = new AbortController();
    using deadline = Deadline.after(100, caller.signal);
    caller.abort(new Error('the socket closed'));
    expect(deadline.signal.reason).toMatchObject({ code: 'cancelled', cause: caller.signal.reason });
    expect(() => deadline.throwIfPassed('reading')).toThrow(expect.objectContaining({ code: 'cancelled' }));
  });

  it('is cancelled from the start under a parent that has ended', () => {
    using deadline = Deadline.after(100, AbortSignal.abort());
    expect(deadline.signal.reason).toMatchObject({ code: 'cancelled' });
  });

  it('keeps a part of the work within the earlier of both', () => {
    using whole = Deadline.after(100);
    using short = whole.within(30);
    using long = whole.within(500);
    expect(short.remaining()).toBe(30);
    expect(long.at).toBe(whole.at);

    vi.advanceTimersByTime(30);
    expect(short.signal.reason).toMatchObject({ code: 'timeout' });
    expect(whole.signal.aborted).toBe(false);
    vi.advanceTimersByTime(70);
    expect(long.signal.reason).toMatchObject({ code: 'timeout', message: 'The deadline of 100 ms passed.' });
  });

  it('passes on that the caller ended, to every part', () => {
    const caller = new AbortController();
    using whole = Deadline.after(100, caller.signal);
    using part = whole.within(500);
    using nested = part.within(10);
    caller.abort();
    expect(nested.signal.reason).toMatchObject({ code: 'cancelled' });
  });

  it('leaves no timer and no listener behind', () => {
    const before = vi.getTimerCount();
    const caller = new AbortController();
    Deadline.after(100, caller.signal)[Symbol.dispose]();
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
    const whole = Deadline.after(100);
    const part = whole.within(10);
    part[Symbol.dispose]();
    whole[Symbol.dispose]();
    expect(vi.getTimerCount()).toBe(before);
    vi.advanceTimersByTime(200);
    expect(whole.signal.aborted).toBe(false);
  });

  it('does not fire at once when it is further away than a timer reaches', () => {
    using deadline = Deadline.after(2 ** 31 + 1_000);
    vi.advanceTimersByTime(1_000);
    expect(deadline.signal.aborted).toBe(false);
  });
});
