import { GraphkeepError } from '@graphkeep/core';
import { type FromWorker, fromPrimarySchema } from './messages.ts';

const TIMEOUT_MS = 6_000;

/** Asks the first process for the metrics of all workers. */
export const commonMetrics = (tell: (message: FromWorker) => Promise<void>): (() => Promise<string>) => {
  const waiting = new Map<number, (text: string | undefined) => void>();
  let last = 0;
  process.on('message', (message: unknown) => {
    const { data } = fromPrimarySchema.safeParse(message);
    if (data) waiting.get(data.id)?.(data.text);
  });
  return async () => {
    const id = ++last;
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const timer = setTimeout(() => resolve(undefined), TIMEOUT_MS);
    waiting.set(id, resolve);
    try {
      await tell({ type: 'graphkeep:metrics', id });
      const text = await promise;
      if (text === undefined)
        throw new GraphkeepError('unavailable', 'Not all workers told their metrics in time.', {
          retryAfterMs: 1_000,
        });
      return text;
    } finally {
      clearTimeout(timer);
      waiting.delete(id);
    }
  };
};
