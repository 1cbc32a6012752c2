import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { monitorHealth, type StoreHealth } from '../src/health.ts';

const up = async () => {};
const away = async () => {
  throw new Error('gone');
};

describe('the health of stores', () => {
  const changes: string[] = [];
  const onChange = ({ store, state }: StoreHealth) => void changes.push(`${store} ${state}`);
  const options = { intervalMs: 30_000, failures: 3, onChange };
  let graph = up;
  let cache = up;
  const monitor = () => monitorHealth({ graph: () => graph(), cache: () => cache() }, options);

  beforeEach(() => {
    vi.useFakeTimers();
    [graph, cache] = [up, up];
    changes.length = 0;
  });
  afterEach(() => void vi.useRealTimers());

  it('marks a store as down after three failures in a row, and not before', async () => {
    const watched = monitor();
    await watched.check();
    expect(watched.current()).toMatchObject({ state: 'healthy' });
    cache = away;
    for (const state of ['failing', 'failing', 'down', 'down']) {
      await vi.advanceTimersByTimeAsync(30_000);
      expect(watched.current().stores.find(({ store }) => store === 'cache')).toMatchObject({
        state,
        reason: 'gone',
        latencyMs: null,
      });
      expect(watched.current().state).toBe('degraded');
    }
    cache = up;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(watched.current().state).toBe('healthy');
    expect(changes).toEqual([
      'graph healthy',
      'cache healthy',
      'cache failing',
      'cache down',
      'cache healthy',
    ]);
    watched.stop();
  });

  it('begins again to count after a success', async () => {
    const watched = monitor();
    await watched.check();
    for (const ping of [away, away, up, away, away]) {
      cache = ping;
      await watched.check();
    }
    expect(watched.current().stores.find(({ store }) => store === 'cache')?.state).toBe('failing');
    watched.stop();
  });

  it('is down as a whole where the graph is, and only there', async () => {
    const watched = monitor();
    graph = away;
    await watched.check();
    expect(watched.current()).toMatchObject({
      state: 'down',
      stores: [
        { store: 'graph', state: 'down' },
        { store: 'cache', state: 'healthy' },
      ],
    });
    watched.stop();
  });

  it('tells since when, and stops when told', async () => {
    const watched = monitor();
    await watched.check();
    const since = watched.current().stores[0]?.since;
    await vi.advanceTimersByTimeAsync(90_000);
    expect(watched.current().stores[0]?.since).toBe(since);
    watched.stop();
    cache = away;
    await vi.advanceTimersByTimeAsync(300_000);
    expect(watched.current().state).toBe('healthy');
  });
});
