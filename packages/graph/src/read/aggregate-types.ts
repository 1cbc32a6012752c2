import type {
  CountInput,
  EntityOf,
  Graph,
  GroupInput,
  GroupOf,
  LabelOf,
  Measured,
  Measures,
  ScalarFieldOf,
} from '@graphkeep/models';

export interface Aggregates<G extends Graph, L extends LabelOf<G>> {
  /** Figures of all nodes that a filter finds. */
  aggregate<const M extends Measures<EntityOf<G[L]>>>(
    input: M & CountInput<G, L>,
  ): Promise<Measured<EntityOf<G[L]>, M>>;
  /** Figures of each group of nodes with the same values, in the order of these values unless `orderBy` says otherwise. */
  groupBy<
    const B extends ScalarFieldOf<EntityOf<G[L]>>,
    const M extends Measures<EntityOf<G[L]>> = Record<never, never>,
  >(input: M & GroupInput<G, L, B, M>): Promise<readonly GroupOf<EntityOf<G[L]>, B, M>[]>;
}
