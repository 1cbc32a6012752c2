import { GraphkeepError, type RequestContext } from '@graphkeep/core';
import type { Step } from '../step.ts';

const taken = new WeakMap<RequestContext, Promise<unknown>>();
const given = new WeakMap<RequestContext, string>();

/** As many as a client keeps of writes at the same time, and some. */
const MOST = 8;

/** What the answer to this request gives its caller to bring along. */
export const bookmarksOf = (request: RequestContext): string | undefined => given.get(request);

/** Reads what its caller wrote on other servers, and tells what it wrote on this one. */
export const bookmark: Step = async ({ ctx, type }, next) => {
  const { scoped, request } = ctx;
  if (!scoped) return next();
  if (ctx.bookmarks !== undefined) {
    // Once for all calls of a batch.
    const taking = taken.get(request) ?? takeAll(ctx.bookmarks, scoped.bookmarks.take);
    taken.set(request, taking);
    await taking;
  }
  const result = await next();
  const written = type === 'mutation' ? await scoped.bookmarks.give() : undefined;
  if (written !== undefined) given.set(request, written);
  return result;
};

const takeAll = async (header: string, take: (given: string) => Promise<void>): Promise<void> => {
  const all = header.split(',');
  if (all.length > MOST)
    throw new GraphkeepError('invalid_input', `X-Graphkeep-Bookmarks holds ${MOST} bookmarks at most.`, {
      field: 'bookmarks',
    });
  for (const one of all) await take(one.trim());
};
