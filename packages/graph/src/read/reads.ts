import type { Graph, LabelOf, NodeDefinition } from '@graphkeep/models';
import type { Ground } from '../ground.ts';
import { aggregates, type UntypedAggregates } from './aggregate.ts';
import type { Aggregates } from './aggregate-types.ts';
import { type Counts, counts, type UntypedCounts } from './count.ts';
import { type Finds, finds, type UntypedFinds } from './find.ts';
import { type Gets, gets, type UntypedGets } from './get.ts';
import { type Paths, pathSearches, type UntypedPaths } from './paths.ts';
import { openReader } from './reader.ts';
import { type Searches, searches, type UntypedSearches } from './search.ts';
import { type Streams, streams, type UntypedStreams } from './stream.ts';

export interface Reads<G extends Graph, L extends LabelOf<G>>
  extends Gets<G, L>,
    Finds<G, L>,
    Counts<G, L>,
    Aggregates<G, L>,
    Searches<G, L>,
    Paths<G, L>,
    Streams<G, L> {}

/** The same reads before their definition gives them types. */
export interface UntypedReads
  extends UntypedGets,
    UntypedFinds,
    UntypedCounts,
    UntypedAggregates,
    UntypedSearches,
    UntypedPaths,
    UntypedStreams {}

export const openReads = (ground: Ground, definition: NodeDefinition): UntypedReads => {
  const reader = openReader(ground, definition);
  return {
    ...gets(reader),
    ...finds(reader),
    ...counts(reader),
    ...aggregates(reader),
    ...searches(reader),
    ...pathSearches(reader),
    ...streams(reader),
  };
};
