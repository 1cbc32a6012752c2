import type { NodeDefinition } from '@graphkeep/models';
import type { Run } from '../engine/engine.ts';
import type { Ground } from '../ground.ts';
import { createMissingStatement, createStatement } from '../statements/write/create.ts';
import { storeField } from '../statements/write/store-field.ts';
import { chunksOf } from './chunks.ts';
import type { CreatePlan, PlannedNode } from './create-plan.ts';
import { missingError, runLinks } from './run-links.ts';
import { ownerOf, tellJournal } from './tell-journal.ts';

/** Makes all that a plan holds; the number of statements follows from its labels and links, not from its rows. */
export const runPlan = async (run: Run, ground: Ground, plan: CreatePlan): Promise<void> => {
  for (const [definition, nodes] of plan.nodes) {
    const sorted = byKey(nodes);
    for (const chunk of chunksOf(sorted))
      await run(
        createStatement(
          definition,
          chunk.map(({ stored }) => stored),
          ground.codec,
        ),
      );
    await tellCreated(run, ground, definition, nodes);
  }
  for (const [definition, nodes] of plan.missing) {
    const made = new Set<string>();
    for (const chunk of chunksOf(byKey(nodes)))
      for (const key of await createMissing(run, ground, definition, chunk)) made.add(key);
    await tellCreated(
      run,
      ground,
      definition,
      nodes.filter(({ key }) => made.has(key)),
    );
  }
  for (const group of plan.links.all()) {
    const missing = await runLinks(run, ground, group);
    if (missing.length > 0) throw missingError(group.kind, missing);
  }
};

const createMissing = async (
  run: Run,
  ground: Ground,
  definition: NodeDefinition,
  nodes: readonly PlannedNode[],
): Promise<readonly string[]> => {
  const updatedAt = storeField(definition, 'updatedAt').stored;
  const rows = nodes.map(({ key, stored }) => {
    const { [updatedAt]: _, ...values } = stored;
    return { key, values };
  });
  const { rows: answer } = await run(createMissingStatement(definition, rows, ground.now(), ground.codec));
  return answer.map(([key]) => String(key));
};

const tellCreated = (
  run: Run,
  ground: Ground,
  definition: NodeDefinition,
  nodes: readonly PlannedNode[],
): Promise<void> =>
  tellJournal(
    run,
    ground,
    definition.journal
      ? nodes.map(({ key, values }) => ({
          definition,
          change: { key, kind: 'created', ...ownerOf(definition, values[definition.owner ?? '']) },
        }))
      : [],
  );

const byKey = (nodes: readonly PlannedNode[]): readonly PlannedNode[] =>
  nodes.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
