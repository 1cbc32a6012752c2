import type { StoryServer } from '../story/server.ts';

const SAMPLE_MS = 500;
const HEAP = /^nodejs_heap_size_used_bytes(?:\{[^}]*\})? (\S+)$/m;

/** Watches the heap of a server. Between collections it only grows: what is held is what the lowest readings show. */
export const watchHeap = (server: StoryServer) => {
  const readings: number[] = [];
  const read = async (): Promise<void> => {
    const answer = await fetch(`${server.url}/metrics`, {
      headers: { authorization: `Bearer ${server.apiKey}` },
    }).catch(() => undefined);
    const bytes = Number(HEAP.exec((await answer?.text()) ?? '')?.[1]);
    if (Number.isFinite(bytes)) readings.push(bytes);
  };
  const timer = setInterval(() => void read(), SAMPLE_MS);
  return {
    stop: () => clearInterval(timer),
    /** From the second quarter of the time to the last: the first is warm-up. */
    growthPercent: (): number => {
      const quarter = Math.floor(readings.length / 4);
      if (quarter < 4) throw new Error('The heap was read too seldom: let the load last longer.');
      const before = lowest(readings.slice(quarter, 2 * quarter));
      const after = lowest(readings.slice(-quarter));
      return (100 * (after - before)) / before;
    },
  };
};

/** The mean of the lowest tenth. */
const lowest = (readings: readonly number[]): number => {
  const some = readings.toSorted((a, b) => a - b).slice(0, Math.max(1, Math.floor(readings.length / 10)));
  return some.reduce((sum, one) => sum + one, 0) / some.length;
};
