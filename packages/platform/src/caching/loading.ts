import { AsyncLocalStorage } from 'node:async_hooks';
import type { LoadContext } from '@graphkeep/cache';
import {
  currentContext,
  Deadline,
  type GraphkeepError,
  isGraphkeepError,
  newRequestId,
  runInContext,
} from '@graphkeep/core';

export type Loading = ReturnType<typeof openLoading>;

/** A bookmark of the cache is one text: that of a write may be several of the graph's. */
export const joinBookmarks = (bookmarks: readonly string[]): string | undefined =>
  bookmarks.length === 0 ? undefined : bookmarks.join(' ');

const LOAD_MS = 10_000;

/**
 * How what is cached is loaded: for all who wait for it, so outside of the request, and the transaction, of whoever came
 * first; and after the writes that made it necessary.
 */
export const openLoading = (receive: (bookmarks: readonly string[], owner?: string) => Promise<void>) => {
  const outside = AsyncLocalStorage.snapshot();
  return async <T>(
    { signal, bookmarks }: LoadContext,
    owner: string | undefined,
    load: () => Promise<T>,
  ): Promise<T> => {
    const { requestId = newRequestId(), traceparent } = currentContext() ?? {};
    return outside(async () => {
      using deadline = Deadline.after(LOAD_MS, signal);
      const context = { requestId, deadline, ...(traceparent !== undefined && { traceparent }) };
      return await runInContext(context, async () => {
        if (bookmarks.length > 0)
          await receive([...new Set(bookmarks.flatMap((one) => one.split(' ')))], owner);
        return load();
      });
    });
  };
};

/** Waits no longer than the request may take, and says so as the graph would. */
export const withinDeadline = async <T>(
  what: string,
  read: (options: { readonly signal?: AbortSignal }) => Promise<T>,
): Promise<T> => {
  const deadline = currentContext()?.deadline;
  if (!deadline) return read({});
  try {
    return await read({ signal: deadline.signal });
  } catch (error) {
    throw isCancelled(error) && deadline.signal.aborted ? deadline.errorFor(`reading ${what}`) : error;
  }
};

const isCancelled = (error: unknown): error is GraphkeepError =>
  isGraphkeepError(error) && error.code === 'cancelled';
