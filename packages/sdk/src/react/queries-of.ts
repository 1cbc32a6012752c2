import type { Graph, LabelOf } from '@graphkeep/models';
import type { ClientOf, Live, LiveOptions } from '@graphkeep/sdk';
import type { AnyProcedure, inferProcedureInput, inferProcedureOutput } from '@trpc/server';
import type { Keyed, LiveCall, MutationCall, QueryCall } from './query-types.ts';
import type { ResourceQueries } from './resource-queries.ts';

type NewsOf<P extends AnyProcedure> = ClientOf<{ readonly it: P }>['it'] extends (
  input: never,
  options?: LiveOptions,
) => Live<infer T>
  ? T
  : never;

type QueriesOfProcedure<P extends AnyProcedure> = P['_def']['type'] extends 'subscription'
  ? LiveCall<inferProcedureInput<P>, NewsOf<P>>
  : P['_def']['type'] extends 'mutation'
    ? MutationCall<inferProcedureInput<P>, inferProcedureOutput<P>>
    : QueryCall<inferProcedureInput<P>, inferProcedureOutput<P>>;

interface Resource<G extends Graph, L extends LabelOf<G>> {
  readonly '~resource'?: readonly [G, L];
}

/** The queries, mutations and live connections of a record of procedures. */
export type QueriesOf<R> = Keyed & {
  readonly [K in keyof R as K extends `~${string}` ? never : K]: R[K] extends AnyProcedure
    ? QueriesOfProcedure<R[K]>
    : R[K] extends Resource<infer G, infer L>
      ? unknown extends G
        ? QueriesOf<R[K]>
        : Pick<ResourceQueries<G, L>, keyof R[K] & keyof ResourceQueries<G, L>> &
            QueriesOf<Omit<R[K], keyof ResourceQueries<G, L>>>
      : QueriesOf<R[K]>;
};
