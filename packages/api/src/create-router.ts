import type { AnyRouter } from '@trpc/server';
import { t } from './trpc.ts';

/** Procedures and resources, by name and in folders. */
export interface Procedures {
  readonly [name: string]: object;
}

/**
 * A router of resources and procedures, to be served by any adapter of tRPC, or mounted in a router of your own.
 *
 * @example
 * const api = { notes: resourceRouter(graph, 'Note', { domain: 'notes' }) };
 * export type Api = typeof api;
 * export const router = createGraphkeepRouter(api);
 */
export const createGraphkeepRouter = (procedures: Procedures): AnyRouter =>
  // A resource's type has a mark beside its procedures, which tRPC's does not foresee.
  t.router(procedures as Parameters<typeof t.router>[0]);
