import { GraphkeepError } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import type { Platform, Principal } from '@graphkeep/platform';
import {
  type AnyProcedure,
  type AnyRouter,
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  type inferProcedureInput,
  type inferProcedureOutput,
} from '@trpc/server';
import { type Api, appRouter } from './app-router.ts';
import type { ApiContext } from './context.ts';
import { type ContextOptions, createApiContext } from './create-context.ts';
import { toGraphkeepError } from './error-data.ts';

/** The procedures as functions, without HTTP. */
export type CallerOf<R> = {
  readonly [K in keyof R as K extends `~${string}` ? never : K]: R[K] extends AnyProcedure
    ? (
        ...input: undefined extends inferProcedureInput<R[K]>
          ? [input?: inferProcedureInput<R[K]>]
          : [input: inferProcedureInput<R[K]>]
      ) => Promise<inferProcedureOutput<R[K]>>
    : CallerOf<R[K]>;
};

export interface Caller extends CallerOf<Api> {}

/** Calls one procedure by its path. What goes wrong is a GraphkeepError. */
export const call = async (
  router: AnyRouter,
  path: string,
  input: unknown,
  ctx: ApiContext,
  signal?: AbortSignal,
): Promise<unknown> => {
  const procedure: AnyProcedure | undefined = router._def.procedures[path];
  if (!procedure) throw new GraphkeepError('unknown_path', `There is no procedure ${path}.`);
  const { type } = procedure._def;
  const getRawInput = async () => input;
  try {
    return await callTRPCProcedure({ router, path, ctx, type, getRawInput, signal, batchIndex: 0 });
  } catch (error) {
    throw toGraphkeepError(getTRPCErrorFromUnknown(error));
  }
};

/**
 * The procedures for code of the server's own, with all that is asked of a caller over HTTP: scopes, ownership, transactions.
 *
 * @example await createCaller(platform, principal).story.players.get({ playerId })
 */
export const createCaller = <G extends Graph>(
  platform: Platform<G>,
  principal: Principal,
  options: ContextOptions = {},
): Caller =>
  callerAt(
    (path, input) =>
      call(appRouter, path, input, createApiContext(platform, principal, options), options.signal),
    [],
  ) as Caller;

const callerAt = (
  make: (path: string, input: unknown) => Promise<unknown>,
  path: readonly string[],
): unknown =>
  new Proxy(() => {}, {
    get: (_, name) =>
      typeof name === 'string' && name !== 'then' ? callerAt(make, [...path, name]) : undefined,
    apply: (_, __, [input]: readonly unknown[]) => make(path.join('.'), input),
  });
