import type { Graph, LabelOf, NodeDefinition } from '@graphkeep/models';
import type { Ground } from './ground.ts';
import { openReads, type Reads, type UntypedReads } from './read/reads.ts';
import { openWrites, type UntypedWrites, type Writes } from './write/writes.ts';

/** The nodes of one label. */
export interface Repository<G extends Graph, L extends LabelOf<G>> extends Reads<G, L>, Writes<G, L> {}

/** The same repository before its definition gives it types. */
export interface UntypedRepository extends UntypedReads, UntypedWrites {}

export const openRepository = (ground: Ground, definition: NodeDefinition): UntypedRepository => ({
  ...openReads(ground, definition),
  ...openWrites(ground, definition),
});
