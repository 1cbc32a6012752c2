import type { NodeDefinition } from '@graphkeep/models';
import type { Run, Statement } from '../engine/engine.ts';
import type { Ground } from '../ground.ts';
import { type Change, recordChanges, runAndRecord } from '../journal/record.ts';

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
  await recordChanges(run, ground, told(changes));
};

/** Runs a statement that answers no rows, and tells the journal within it where that can be. */
export const runAndTell = async (
  run: Run,
  ground: Ground,
  statement: Statement,
  changes: readonly NodeChange[],
): Promise<void> => {
  await runAndRecord(run, ground, statement, told(changes));
};

const told = (changes: readonly NodeChange[]): readonly Change[] =>
  changes
    .filter(({ definition }) => definition.journal)
    .map(({ definition, change }) => ({ label: definition.label, ...change }));

/** Whose a node is, where that is known. */
export const ownerOf = (definition: NodeDefinition, owner: unknown): { readonly owner?: string } =>
  definition.owner !== undefined && typeof owner === 'string' ? { owner } : {};
