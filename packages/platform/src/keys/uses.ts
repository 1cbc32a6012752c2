const EVERY_MS = 60_000;

export interface Uses {
  note(keyId: string): void;
  /** Writes what is noted, and ends. */
  close(): Promise<void>;
}

/** Keeps in mind which keys were used, and writes it once a minute: a request does not wait for it. */
export const openUses = (write: (keyIds: readonly string[]) => Promise<void>): Uses => {
  let used = new Set<string>();
  const flush = async (): Promise<void> => {
    if (used.size === 0) return;
    const keyIds = [...used];
    used = new Set();
    await write(keyIds);
  };
  const timer = setInterval(() => void flush(), EVERY_MS);
  timer.unref();
  return {
    note: (keyId) => void used.add(keyId),
    close: async () => {
      clearInterval(timer);
      await flush();
    },
  };
};
