import { createTRPCClient, type TRPCClient, type TRPCLink } from '@trpc/client';
import type {
  AnyTRPCProcedure,
  AnyTRPCRouter,
  TRPCBuiltRouter,
  TRPCDefaultErrorShape,
  TRPCRouterRecord,
} from '@trpc/server';
import { insideOf } from '../caller.ts';
import type { OfApi } from '../types.ts';
import { lastLink } from './last-link.ts';

interface Root {
  ctx: object;
  meta: object;
  errorShape: TRPCDefaultErrorShape;
  transformer: true;
}
/** As tRPC's own types take it: without what marks resources. */
type Plain<R> = {
  readonly [K in keyof R as Exclude<K, `~${string}`>]: R[K] extends AnyTRPCProcedure ? R[K] : Plain<R[K]>;
};

/**
 * tRPC's own client of a record of procedures.
 *
 * @example
 * const procedures = { greet: t.procedure.query(() => 'Hello.') };
 * const greeted = (raw: RawClient<typeof procedures>): Promise<string> => raw.greet.query();
 * console.log(typeof greeted);
 */
export type RawClient<R> =
  Plain<R> extends infer P extends TRPCRouterRecord ? TRPCClient<TRPCBuiltRouter<Root, P>> : never;

interface RawOptions {
  /** Those that its calls go through first. */
  readonly links?: readonly TRPCLink<AnyTRPCRouter>[];
}

/**
 * Makes tRPC's own client.
 *
 * @example
 * const make: CreateRawClient = rawClient;
 * console.log(await make(gk).system.version.query());
 */
export interface CreateRawClient {
  /** Of the procedures that the client is typed with. */
  <R extends object>(client: OfApi<R>, options?: RawOptions): RawClient<R>;
  /** Of a router, by its type, where its own error shape is wanted: `rawClient<AppRouter>(gk)`. */
  <R extends AnyTRPCRouter>(client: object, options?: RawOptions): TRPCClient<R>;
}

/**
 * tRPC's own client, `.query()`, `.mutate()` and `.subscribe()`, for what is made for one, like its bindings for frameworks.
 * It calls through the client that it is made of. Its errors are tRPC's, with the GraphkeepApiError as their `cause`.
 *
 * @example
 * const raw = rawClient(gk, { links: [loggerLink()] });
 * const { version } = await raw.system.version.query();
 * console.log(version);
 */
export const rawClient: CreateRawClient = (client: object, { links = [] }: RawOptions = {}) => {
  const { transport } = insideOf(client, 'rawClient');
  return createTRPCClient<AnyTRPCRouter>({ links: [...links, lastLink(transport)] });
};
