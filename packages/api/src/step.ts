import type { Graph } from '@graphkeep/models';
import type { Principal, Scoped } from '@graphkeep/platform';
import type { TRPCError } from '@trpc/server';
import type { ApiContext } from './context.ts';
import type { CallAudit } from './middleware/audit.ts';
import type { Once } from './middleware/once.ts';
import type { ProcedureMeta } from './trpc.ts';

/** What a procedure has beside the context that its host has made. */
export interface CallContext extends ApiContext {
  readonly principal: Principal;
  /** The platform, as this principal may use it. */
  readonly scoped: Scoped<Graph>;
  /** Undefined where the caller sent no Idempotency-Key. */
  readonly once: Once | undefined;
  /** Undefined where the caller asks for what is its own, or nobody's. */
  readonly audit: CallAudit | undefined;
}

/** One call on its way to its procedure. Each step adds what it knows to the context. */
export interface Call {
  readonly ctx: ApiContext & {
    -readonly [P in Exclude<keyof CallContext, keyof ApiContext>]?: CallContext[P];
  };
  readonly path: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly meta: ProcedureMeta | undefined;
  readonly batchIndex: number;
  readonly getRawInput: () => Promise<unknown>;
}

/** As tRPC has it: a procedure that fails does not throw. */
export type Result =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly error: TRPCError };

/** Stands around a call. What it throws is the answer. */
export type Step = <R extends Result>(call: Call, next: () => Promise<R>) => Promise<R>;
