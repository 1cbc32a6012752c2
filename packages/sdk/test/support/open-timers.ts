import { vi } from 'vitest';

/**
 * How many timers were set by way of `globalThis`, keep the process alive, and have neither come nor been cleared. Those of
 * the test runner and of Node's fetch do not count.
 */
export const watchTimers = (): (() => number) => {
  const open = new Set<NodeJS.Timeout>();
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  const counting = (work: () => void, ms?: number) => {
    const timer = set(() => {
      open.delete(timer);
      work();
    }, ms);
    open.add(timer);
    return timer;
  };
  vi.stubGlobal('setTimeout', counting);
  vi.stubGlobal('clearTimeout', (timer: NodeJS.Timeout) => {
    open.delete(timer);
    clear(timer);
  });
  return () => [...open].filter((timer) => timer.hasRef()).length;
};
