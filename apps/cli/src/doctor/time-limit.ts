/** A store that is slow is found to be so; one that never answers may not keep a doctor waiting. */
const LIMIT_MS = 30_000;

export const within = async <T>(work: Promise<T>, limitMs = LIMIT_MS): Promise<T> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${limitMs / 1_000} s`)), limitMs);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
