/** Where a server stands between its start and its end. */
export interface Lifecycle {
  /** True once it is told to stop: `/readyz` says so, and balancers send nothing new. */
  readonly draining: boolean;
  /** Aborted when live connections are to go elsewhere. */
  readonly ends: AbortSignal;
  drain(): void;
  end(): void;
}

export const createLifecycle = (): Lifecycle => {
  const ends = new AbortController();
  let draining = false;
  return {
    get draining() {
      return draining;
    },
    ends: ends.signal,
    drain: () => {
      draining = true;
    },
    end: () => ends.abort(),
  };
};
