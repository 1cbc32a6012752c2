import type { NodeDefinition } from '@graphkeep/models';
import type { Run } from '../engine/engine.ts';
import type { Ground } from '../ground.ts';
import { createMissingStatement, createStatement } from '../statements/write/create.ts';
import { chunksOf } from './chunks.ts';
import type { CreatePlan, PlannedNode } from './create-plan.ts';
import { freshSideOf } from './fresh-side.ts';
import { missingError, runLinks } from './run-links.ts';
import { type NodeChange, ownerOf, runAndTell, tellJournal } from './tell-journal.ts';

/** Makes all that a plan holds; the number of statements follows from its labels and links, not from its rows. */
export const runPlan = async (run: Run, ground: Ground, plan: CreatePlan): Promise<void> => {
  for (const [definition, nodes] of plan.nodes) {
    for (const chunk of chunksOf(byKey(nodes), ground)) {
      const rows = chunk.map(({ row }) => row);
      await runAndTell(
        run,
        ground,
        createStatement(definition, rows, ground.codec),
        created(definition, chunk),
      );
    }
  }
  for (const [definition, nodes] of plan.missing) {
    const made = new Set<string>();
    for (const chunk of chunksOf(byKey(nodes), ground))
      for (const key of await createMissing(run, ground, definition, chunk)) made.add(key);
    const fresh = nodes.filter(({ key }) => made.has(key));
    await tellJournal(run, ground, created(definition, fresh));
  }
  const groups = plan.links.all();
  for (const group of groups) {
    const missing = await runLinks(run, ground, group, freshSideOf(group, groups, plan.nodes));
    if (missing.length > 0) throw missingError(group.kind, missing);
  }
};

const createMissing = async (
  run: Run,
  ground: Ground,
  definition: NodeDefinition,
  nodes: readonly PlannedNode[],
): Promise<readonly string[]> => {
  const rows = nodes.map(({ row }) => row);
  const { rows: answer } = await run(createMissingStatement(definition, rows, ground.codec));
  return answer.map(([key]) => String(key));
};

const created = (definition: NodeDefinition, nodes: readonly PlannedNode[]): readonly NodeChange[] =>
  nodes.map(({ key, values }) => ({
    definition,
    change: { key, kind: 'created', ...ownerOf(definition, values[definition.owner ?? '']) },
  }));

const byKey = (nodes: readonly PlannedNode[]): readonly PlannedNode[] =>
  nodes.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
