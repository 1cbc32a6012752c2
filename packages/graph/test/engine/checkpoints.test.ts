import { expect, it, vi } from 'vitest';
import { checkpointIntervalMs, paceCheckpoints } from '../../src/engine/embedded/checkpoints.ts';

it('writes a large graph more seldom, and no graph more seldom than once a minute', () => {
  expect(checkpointIntervalMs(0)).toBe(1_000);
  expect(checkpointIntervalMs(100_000)).toBe(10_000);
  expect(checkpointIntervalMs(50_000_000)).toBe(60_000);
});

it('follows the growth of a graph, and not each node', () => {
  vi.useFakeTimers();
  try {
    let nodes = 0;
    const set: number[] = [];
    const database = {
      nodeCount: () => nodes,
      edgeCount: () => nodes,
      setCheckpointTriggers: ({ intervalMs }: { readonly intervalMs?: number }) => set.push(intervalMs ?? 0),
    };
    const pace = paceCheckpoints(database as never);
    nodes = 6_000;
    vi.advanceTimersByTime(5_000);
    nodes = 50_000;
    vi.advanceTimersByTime(5_000);
    nodes = 52_000;
    vi.advanceTimersByTime(5_000);
    pace.stop();
    nodes = 500_000;
    vi.advanceTimersByTime(60_000);
    expect(set).toEqual([1_000, 10_000]);
  } finally {
    vi.useRealTimers();
  }
});
