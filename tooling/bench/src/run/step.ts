/** A part of the run that must end: by itself, at its deadline, or because the run is aborted. */
export type Step = <Answer>(what: string, work: () => Answer | Promise<Answer>) => Promise<Answer>;

export const steps =
  (deadlineMs: number, signal: AbortSignal): Step =>
  async (what, work) => {
    signal.throwIfAborted();
    const end = new AbortController();
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`${what}: no end after ${deadlineMs} ms`)), deadlineMs);
    signal.addEventListener('abort', () => reject(signal.reason), { signal: end.signal });
    try {
      return await Promise.race([work(), ended]);
    } finally {
      clearTimeout(timer);
      end.abort();
    }
  };
