import { z } from 'zod';
import { appRouter } from '../../src/index.ts';
import type { ProcedureMeta } from '../../src/trpc.ts';

export interface KnownProcedure {
  readonly path: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly meta: ProcedureMeta;
  /** Undefined where it takes nothing. */
  readonly input: z.ZodType | undefined;
}

interface Definition {
  readonly type: KnownProcedure['type'];
  readonly meta?: ProcedureMeta;
  readonly inputs: readonly unknown[];
}

const definitions: Readonly<Record<string, { readonly _def: Definition }>> = appRouter._def.procedures;

/** Every procedure that the server has, so that a new one is tested without being named. */
export const procedures: readonly KnownProcedure[] = Object.entries(definitions).map(([path, { _def }]) => {
  const [input] = _def.inputs;
  return {
    path,
    type: _def.type,
    meta: _def.meta ?? {},
    input: input instanceof z.ZodType ? input : undefined,
  };
});
