import type { NodeDefinition } from '@graphkeep/models';
import { decodeRow, type Entity } from '../decode.ts';
import type { Run } from '../engine/engine.ts';
import type { Ground } from '../ground.ts';
import { notFound } from '../repository-input.ts';
import { wrong } from '../statements/values.ts';
import { foundStatement } from '../statements/write/found.ts';
import { foreignStatement, type UpsertParts, upsertStatement } from '../statements/write/upsert.ts';
import { chunksOf, mapRows } from './chunks.ts';
import { assertRows } from './rows.ts';
import { ownerOf, tellJournal } from './tell-journal.ts';
import { type PlannedUpsert, upsertPlanner } from './upsert-row.ts';

/** Makes the node of a key, or changes the one that is there. */
export const upsert = async (ground: Ground, definition: NodeDefinition, input: object): Promise<Entity> => {
  const { codec } = ground;
  const planner = upsertPlanner(ground, definition);
  const planned = planner.add(input, '');
  const [group] = planner.groups();
  if (!group) throw new RangeError('One row makes one group.');
  const parts: UpsertParts = { definition, shape: group.shape, now: ground.now(), answer: 'node' };
  const found = await ground.transaction('write', async (run) => {
    const { rows } = await run(upsertStatement(parts, [planned.row], codec));
    const [row] = rows;
    if (row) {
      await tellUpserted(run, ground, parts, [planned], () => row.at(-1));
      return row;
    }
    return (await run(foundStatement(definition, planned.key, ground, codec))).rows[0];
  });
  // What is not seen, or seen to belong to another, was left as it is.
  if (!found) throw notFound(definition, planned.key);
  const entity = decodeRow(definition, found, codec);
  if (definition.owner !== undefined && entity[definition.owner] !== planned.owner)
    throw ownerStays(definition, planned.key);
  return entity;
};

export interface UpsertCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** Makes or changes many nodes, all of them or none. */
export const upsertMany = async (
  ground: Ground,
  definition: NodeDefinition,
  rows: readonly object[],
): Promise<UpsertCounts> => {
  assertRows(rows);
  const planner = upsertPlanner(ground, definition);
  await mapRows(rows, (row, index) => planner.add(row, `rows.${index}.`));
  const answer = definition.journal ? 'keys' : 'counts';
  const now = ground.now();
  const chunks = planner.groups().flatMap(({ shape, rows: some }) => {
    const sorted = some.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    return chunksOf(sorted, ground).map((chunk) => ({
      chunk,
      parts: { definition, shape, now, answer } as const,
    }));
  });
  return ground.transaction('write', async (run) => {
    const counts = { created: 0, updated: 0 };
    for (const { chunk, parts } of chunks) {
      const answer = await runChunk(run, ground, parts, chunk);
      counts.created += answer.created;
      counts.updated += answer.updated;
    }
    return { ...counts, unchanged: rows.length - counts.created - counts.updated };
  });
};

const runChunk = async (
  run: Run,
  ground: Ground,
  parts: UpsertParts,
  chunk: readonly PlannedUpsert[],
): Promise<Omit<UpsertCounts, 'unchanged'>> => {
  const { definition } = parts;
  const { rows } = await run(
    upsertStatement(
      parts,
      chunk.map(({ row }) => row),
      ground.codec,
    ),
  );
  const count = (state: string): number =>
    rows
      .filter(([found]) => found === state)
      .reduce((sum, row) => sum + (parts.answer === 'keys' ? 1 : Number(row[1])), 0);
  const counts = { created: count('created'), updated: count('updated') };
  if (counts.created + counts.updated < chunk.length) await refuseForeign(run, ground, definition, chunk);
  if (parts.answer === 'keys') {
    const states = new Map(rows.map(([state, key]) => [key, state]));
    await tellUpserted(run, ground, parts, chunk, ({ key }) => states.get(key));
  }
  return counts;
};

/** Some rows were not written: their nodes have the values already, or belong to another owner. */
const refuseForeign = async (
  run: Run,
  ground: Ground,
  definition: NodeDefinition,
  chunk: readonly PlannedUpsert[],
): Promise<void> => {
  const owner = definition.fields.find(({ name }) => name === definition.owner);
  if (!owner) return;
  const owned = chunk.map((one) => [one.key, one.owner]);
  const [foreign] = (await run(foreignStatement(definition, owner, owned, ground.codec))).rows;
  if (!foreign) return;
  throw ground.owner === undefined ? ownerStays(definition, foreign[0]) : notFound(definition, foreign[0]);
};

const ownerStays = (definition: NodeDefinition, key: unknown) =>
  wrong(
    definition.owner ?? '',
    `${definition.label} ${String(key)} belongs to another owner, and its ${definition.owner} is never changed.`,
  );

const tellUpserted = (
  run: Run,
  ground: Ground,
  { definition, shape }: UpsertParts,
  planned: readonly PlannedUpsert[],
  stateOf: (one: PlannedUpsert) => unknown,
): Promise<void> =>
  tellJournal(
    run,
    ground,
    planned.flatMap((one) => {
      const state = stateOf(one);
      if (state !== 'created' && state !== 'updated') return [];
      return [
        {
          definition,
          change: {
            key: one.key,
            kind: state,
            ...ownerOf(definition, one.owner),
            ...(state === 'updated' && { fields: shape.given.map(({ name }) => name) }),
          },
        },
      ];
    }),
  );
