import type { NodeDefinition } from '@graphkeep/models';
import type { Run } from '../engine/engine.ts';
import type { Ground } from '../ground.ts';
import { type Change, recordChanges } from '../journal/record.ts';

export interface NodeChange {
  readonly definition: NodeDefinition;
  readonly change: Omit<Change, 'label'>;
}

/** Tells the journal what was changed, of those nodes that it is to know of. */
export const tellJournal = async (
  run: Run,
  ground: Ground,
  changes: readonly NodeChange[],
): Promise<void> => {
  const told = changes
    .filter(({ definition }) => definition.journal)
    .map(({ definition, change }): Change => ({ label: definition.label, ...change }));
  if (told.length > 0) await recordChanges(run, ground, told);
};

/** Whose a node is, where that is known. */
export const ownerOf = (definition: NodeDefinition, owner: unknown): { readonly owner?: string } =>
  definition.owner !== undefined && typeof owner === 'string' ? { owner } : {};
