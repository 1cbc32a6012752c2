import { setTimeout as delay } from 'node:timers/promises';

/** Asks every 25 ms until the answer is true; an attempt that throws counts as no. */
export async function until(
  what: string,
  deadlineMs: number,
  attempt: () => Promise<boolean>,
): Promise<void> {
  const end = performance.now() + deadlineMs;
  let last: unknown;
  while (performance.now() < end) {
    try {
      if (await attempt()) return;
    } catch (error) {
      last = error;
    }
    await delay(25);
  }
  throw new Error(`${what}: not within ${deadlineMs / 1000} s`, { cause: last });
}

export async function within<T>(what: string, deadlineMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${deadlineMs / 1000} s`)), deadlineMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
