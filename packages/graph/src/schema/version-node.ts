import { createHash } from 'node:crypto';
import { StartError } from '@graphkeep/core';
import { type Graph, linkFields, typesOf } from '@graphkeep/models';
import type { Call, Engine, Run } from '../engine/engine.ts';
import { own } from '../labels.ts';
import { quote } from '../statements/cypher.ts';

/** The layout of what Graphkeep keeps for itself. A newer one is not understood by an older program. */
const FORMAT = 1;

/** What a store says of its schema. */
export interface SchemaVersion {
  readonly format: number;
  /** The application's own; 0 where it has never given one. */
  readonly version: number;
  /** Of the definitions that were applied last. */
  readonly hash: string;
  /** The names of all that was made for definitions. */
  readonly made: readonly string[];
}

const LABEL = quote(own.state);

export const readVersion = async (engine: Engine, call: Call): Promise<SchemaVersion | undefined> => {
  const { rows } = await engine.read(
    {
      text: `MATCH (n:${LABEL} {id: 'schema'}) RETURN n.format AS format, n.version AS version, n.hash AS hash, n.made AS made LIMIT 1`,
      params: {},
      operation: 'schema.version',
    },
    call,
  );
  const [row] = rows;
  if (!row) return undefined;
  const [format, version, hash, made] = row;
  return {
    format: Number(format),
    version: Number(version),
    hash: String(hash),
    made: Array.isArray(made) ? made.map(String) : [],
  };
};

export const writeVersion = async (
  run: Run,
  engine: Engine,
  { version, hash, made }: Omit<SchemaVersion, 'format'>,
): Promise<void> => {
  await run({
    text: `MERGE (n:${LABEL} {id: 'schema'}) SET n.format = $format, n.version = $version, n.hash = $hash, n.made = $made`,
    params: {
      format: engine.codec.encodeCount(FORMAT),
      version: engine.codec.encodeCount(version),
      hash,
      made,
    },
    operation: 'schema.version',
  });
};

/** An older program would write what a newer one does not understand any more. */
export const refuseNewer = (found: SchemaVersion | undefined, version: number): void => {
  if (!found) return;
  if (found.format > FORMAT)
    throw new StartError(
      `The store was written by a newer Graphkeep (its layout is ${found.format}, this one knows ${FORMAT}). Start that version, or restore a backup of before.`,
    );
  if (found.version > version)
    throw new StartError(
      `The store has version ${found.version} of the schema, and this program has version ${version}. Start the newer program, or restore a backup of before.`,
    );
};

/** The same for the same definitions, wherever and however often they are loaded. */
export const hashOf = (graph: Graph): string => {
  const nodes = Object.values(graph).map((node) => ({
    stored: node.stored,
    key: node.key,
    labels: node.labels,
    fields: node.fields.map(({ stored, kind, element, optional, encrypted }) => [
      stored,
      kind,
      element,
      optional,
      encrypted,
    ]),
    unique: node.unique,
    indexes: node.indexes,
    fullText: node.fullText,
    vectors: node.vectors,
    relationships: Object.entries(node.relationships).map(([name, relationship]) => [
      name,
      typesOf(relationship),
      relationship.direction,
      relationship.to,
      relationship.one === true,
      linkFields(relationship).map(({ stored, kind }) => [stored, kind]),
    ]),
  }));
  return createHash('sha256').update(JSON.stringify(nodes)).digest('base64url').slice(0, 22);
};
