import { GraphkeepError } from '@graphkeep/core';
import type { Graph, NodeDefinition } from '@graphkeep/models';
import { fromJson } from '@graphkeep/models/json';
import type { Scoped } from '@graphkeep/platform';
import { cypher } from '@graphkeep/platform';
import { z } from 'zod';
import type { NodeLine } from './lines.ts';
import { upgrades } from './upgrades.ts';

type Entity = Readonly<Record<string, unknown>>;

export interface ImportScope {
  /** Sees all: to find what belongs to another. */
  readonly system: Scoped<Graph>;
  /** Sees and writes what is the player's alone. */
  readonly own: Scoped<Graph>;
  readonly playerId: string;
}

/** Writes nodes of one definition with the times that they had, and answers how many: those that are newer here stay. */
export const importNodes = async (
  { system, own, playerId }: ImportScope,
  definition: NodeDefinition,
  lines: readonly NodeLine[],
): Promise<number> => {
  const entities = lines.map((line) => entityOf(definition, line));
  assertOwner(definition, entities, playerId);
  const wanted = await notNewer(system, definition, entities, playerId);
  if (wanted.length === 0) return 0;
  await own.repo(definition).upsertMany(wanted.map(withoutStoreFields));
  await restoreTimes(system, definition, wanted);
  return wanted.length;
};

export const entityOf = (definition: NodeDefinition, { version, data }: Omit<NodeLine, 'node'>): Entity => {
  try {
    return fromJson(
      definition,
      // A definition may have begun to count its changes since.
      {
        type: definition.label,
        version,
        data: { ...(definition.traits.version && { version: 1 }), ...data },
      },
      { upgrades: upgrades[definition.label] ?? [] },
    );
  } catch (cause) {
    const what = `${definition.label} ${String(data[definition.key])}`;
    throw new GraphkeepError('invalid_input', `${what} of the archive cannot be read: ${problemOf(cause)}`, {
      cause,
    });
  }
};

const problemOf = (cause: unknown): string => {
  if (!(cause instanceof z.ZodError)) return String(cause);
  const [issue] = cause.issues;
  return `${issue?.path.join('.')}: ${issue?.message}`;
};

const assertOwner = (definition: NodeDefinition, entities: readonly Entity[], playerId: string): void => {
  const stranger = entities.find((entity) => entity[definition.owner ?? ''] !== playerId);
  if (stranger)
    throw new GraphkeepError(
      'forbidden',
      `${definition.label} ${String(stranger[definition.key])} of the archive belongs to somebody else than ${playerId}.`,
    );
};

/** Without those that are newer here. What is somebody else's here is refused, before anything is written. */
const notNewer = async (
  system: Scoped<Graph>,
  definition: NodeDefinition,
  entities: readonly Entity[],
  playerId: string,
): Promise<readonly Entity[]> => {
  const { key, owner = '' } = definition;
  const there = await system.repo(definition).getMany(
    entities.map((entity) => ({ [key]: entity[key] })),
    { withDeleted: true },
  );
  const stranger = there.find((node) => node[owner] !== playerId);
  if (stranger)
    throw new GraphkeepError(
      'forbidden',
      `${definition.label} ${String(stranger[key])} is here already, and belongs to somebody else.`,
    );
  const known = new Map(there.map((node) => [node[key], node]));
  return entities.filter((entity) => {
    const newest = known.get(entity[key])?.['updatedAt'];
    return !(newest instanceof Date && entity['updatedAt'] instanceof Date && newest >= entity['updatedAt']);
  });
};

export const withoutStoreFields = ({ createdAt, updatedAt, version, deletedAt, ...rest }: Entity): Entity =>
  rest;

/** The store sets its own times and versions with every write; these are those of the archive. */
export const restoreTimes = async (
  system: Scoped<Graph>,
  definition: NodeDefinition,
  entities: readonly Entity[],
): Promise<void> => {
  const stored = (name: string) =>
    cypher.ident(definition.fields.find((field) => field.name === name)?.stored ?? name);
  const names = ['createdAt', 'updatedAt', 'version', 'deletedAt'].filter((name) =>
    definition.fields.some((field) => field.name === name),
  );
  const rows = entities.map((entity) => ({
    key: String(entity[definition.key]),
    ...Object.fromEntries(names.map((name) => [name, timeOrCount(entity[name])])),
  }));
  const set = names.map((name) => cypher`n.${stored(name)} = row.${cypher.ident(name)}`);
  await system.query(
    cypher`UNWIND ${rows} AS row MATCH (n:${cypher.ident(definition.stored)})
           WHERE n.${stored(definition.key)} = row.key SET ${cypher.join(set)} RETURN row.key AS written`,
    {
      rows: z.object({ written: z.string() }),
      writes: [definition.label],
      changes: (written) =>
        written.map((row) => ({ label: definition.label, key: row.written, kind: 'updated' as const })),
      operation: `${definition.label}.import`,
    },
  );
};

const timeOrCount = (value: unknown): Date | number | null =>
  value instanceof Date || typeof value === 'number' ? value : null;
