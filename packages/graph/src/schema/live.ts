import type { Call, Engine, Row } from '../engine/engine.ts';
import type { SchemaItem } from './item.ts';

/** Something that a store has, with what it says of its state. */
export interface LiveItem {
  readonly item: SchemaItem;
  /** Not yet, or no more, in use: `POPULATING`, `FAILED`. */
  readonly notOnline?: string;
}

/** What the store has of constraints and indexes; those of relationships and of kinds that we do not make are left out. */
export const readLive = (
  engine: Engine,
  wanted: readonly SchemaItem[],
  call: Call,
): Promise<readonly LiveItem[]> =>
  engine.kind === 'neo4j' ? readNeo4j(engine, call) : readEmbedded(engine, wanted, call);

const readNeo4j = async (engine: Engine, call: Call): Promise<readonly LiveItem[]> => {
  const rows = async (text: string) => (await engine.read(statement(text), call)).rows;
  const constraints = await rows(
    "SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties WHERE type = 'UNIQUENESS' RETURN name, type, labelsOrTypes, properties",
  );
  const indexes = await rows(
    "SHOW INDEXES YIELD name, type, entityType, labelsOrTypes, properties, owningConstraint, state, options WHERE entityType = 'NODE' AND owningConstraint IS NULL AND type IN ['RANGE', 'FULLTEXT', 'VECTOR'] RETURN name, type, labelsOrTypes, properties, state, options",
  );
  return [...constraints, ...indexes].map(neo4jItem);
};

const kinds: Readonly<Record<string, SchemaItem['kind']>> = {
  UNIQUENESS: 'unique',
  RANGE: 'range',
  FULLTEXT: 'fullText',
  VECTOR: 'vector',
};

const neo4jItem = ([name, type, labels, properties, state = 'ONLINE', options = {}]: Row): LiveItem => {
  const kind = kinds[String(type)] ?? 'range';
  // A full-text index may be over several labels, which ours never are: as one name it equals none of ours.
  const label = texts(labels).join('|');
  const common = { name: String(name), label, properties: texts(properties) };
  return {
    item: kind === 'vector' ? { ...common, kind, ...vectorOptions(options) } : { ...common, kind },
    ...(state !== 'ONLINE' && { notOnline: String(state) }),
  };
};

const vectorOptions = (options: unknown) => {
  const config = at(options, 'indexConfig');
  return {
    dimensions: Number(at(config, 'vector.dimensions')),
    similarity:
      String(at(config, 'vector.similarity_function')).toLowerCase() === 'euclidean'
        ? ('euclidean' as const)
        : ('cosine' as const),
  };
};

/** The engine lists constraints and plain indexes; of the others one can only ask whether they are there. */
const readEmbedded = async (
  engine: Engine,
  wanted: readonly SchemaItem[],
  call: Call,
): Promise<readonly LiveItem[]> => {
  const constraints = await engine.read(statement('SHOW CONSTRAINTS'), call);
  const indexes = await engine.read(statement('SHOW INDEXES'), call);
  const listed = (kind: 'unique' | 'range', [name, , label, property]: Row): LiveItem => ({
    item: { kind, name: String(name), label: String(label), properties: [String(property)] },
  });
  const asked = await Promise.all(wanted.map((item) => askEmbedded(engine, item)));
  return [
    ...constraints.rows.map((row) => listed('unique', row)),
    ...indexes.rows.map((row) => listed('range', row)),
    ...asked.flatMap((item) => (item ? [{ item }] : [])),
  ];
};

const askEmbedded = async ({ searchIndexes }: Engine, item: SchemaItem): Promise<SchemaItem | undefined> => {
  const [property = ''] = item.properties;
  if (item.kind === 'fullText')
    return (await searchIndexes?.hasText(item.label, property)) ? item : undefined;
  if (item.kind !== 'vector') return undefined;
  const dimensions = await searchIndexes?.vectorDimensions(item.label, property);
  return dimensions === undefined ? undefined : { ...item, dimensions };
};

const statement = (text: string) => ({ text, params: {}, operation: 'schema.read' });
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
