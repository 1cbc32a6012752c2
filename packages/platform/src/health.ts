export type StoreName = 'graph' | 'cache' | 'sql';

export interface StoreHealth {
  readonly store: StoreName;
  /** `failing` after a failed check, `down` after as many in a row as the configuration says. */
  readonly state: 'healthy' | 'failing' | 'down';
  readonly since: Date;
  /** Of the last check; null where it failed. */
  readonly latencyMs: number | null;
  readonly reason?: string;
}

export interface Health {
  /** `down` where the graph is down, `degraded` where anything else is not healthy. */
  readonly state: 'healthy' | 'degraded' | 'down';
  readonly stores: readonly StoreHealth[];
}

export interface HealthOptions {
  readonly intervalMs: number;
  readonly failures: number;
  /** Told when the state of a store changes. */
  readonly onChange: (health: StoreHealth) => void;
}

export interface HealthMonitor {
  current(): Health;
  /** Checks every store now. */
  check(): Promise<Health>;
  stop(): void;
}

/** Asks every store for a sign of life, again and again. */
export const monitorHealth = (
  stores: Readonly<Partial<Record<StoreName, () => Promise<void>>>>,
  options: HealthOptions,
): HealthMonitor => {
  const known = new Map<StoreName, StoreHealth>();
  const failures = new Map<StoreName, number>();

  const checkOne = async (store: StoreName, ping: () => Promise<void>): Promise<void> => {
    const began = performance.now();
    const reason = await ping().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const failed = reason === undefined ? 0 : (failures.get(store) ?? 0) + 1;
    failures.set(store, failed);
    const before = known.get(store);
    // What was never seen well is down at its first failure: there is no good state to wait in.
    const state =
      failed === 0
        ? 'healthy'
        : !before || before.state === 'down' || failed >= options.failures
          ? 'down'
          : 'failing';
    const now: StoreHealth = {
      store,
      state,
      since: before?.state === state ? before.since : new Date(),
      latencyMs: reason === undefined ? Math.round((performance.now() - began) * 100) / 100 : null,
      ...(reason !== undefined && { reason }),
    };
    known.set(store, now);
    if (before?.state !== state) options.onChange(now);
  };

  const current = (): Health => {
    const all = [...known.values()];
    const graph = known.get('graph');
    const state =
      graph?.state === 'down' ? 'down' : all.every((one) => one.state === 'healthy') ? 'healthy' : 'degraded';
    return { state, stores: all };
  };

  let running: Promise<Health> | undefined;
  const check = (): Promise<Health> => {
    running ??= Promise.all(Object.entries(stores).map(([store, ping]) => checkOne(store as StoreName, ping)))
      .then(current)
      .finally(() => {
        running = undefined;
      });
    return running;
  };

  const timer = setInterval(() => void check(), options.intervalMs);
  timer.unref();
  return { current, check, stop: () => clearInterval(timer) };
};
