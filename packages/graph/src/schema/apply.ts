import { StartError } from '@graphkeep/core';
import type { Call, Engine } from '../engine/engine.ts';
import type { SchemaDiff } from './diff.ts';
import { describeItem, type SchemaItem, type UniqueItem } from './item.ts';
import { createText, dropText, duplicatesText } from './statements.ts';

/** Neo4j waits for the disk each time: ten constraints take 1.3 s one after another, .4 s at once. */
const AT_ONCE = 5;

/** Makes what is missing, and replaces what is in the way if it was made for a definition. */
export const applyDiff = async (
  engine: Engine,
  { missing, changed }: Pick<SchemaDiff, 'missing' | 'changed'>,
  call: Call,
): Promise<void> => {
  for (const { wanted, found } of changed) {
    await dropItem(engine, found, call);
    await createItem(engine, wanted, call);
  }
  // Neo4j locks a label while it makes something for it.
  const labels = [...Map.groupBy(missing, ({ label }) => label).values()];
  const atOnce = engine.kind === 'neo4j' ? AT_ONCE : 1;
  for (let from = 0; from < labels.length; from += atOnce)
    await allDone(
      labels.slice(from, from + atOnce).map(async (items) => {
        for (const item of items) await createItem(engine, item, call);
      }),
    );
  if (engine.kind === 'neo4j' && missing.length + changed.length > 0) await awaitIndexes(engine, call);
};

export const dropItem = async (engine: Engine, item: SchemaItem, call: Call): Promise<void> => {
  const [property = ''] = item.properties;
  const { searchIndexes } = engine;
  if (searchIndexes && item.kind === 'fullText') return searchIndexes.dropText(item.label, property);
  if (searchIndexes && item.kind === 'vector') return searchIndexes.dropVector(item.label, property);
  await engine.define({ text: dropText(item), params: {}, operation: 'schema.drop' }, call);
};

const createItem = async (engine: Engine, item: SchemaItem, call: Call): Promise<void> => {
  const [property = ''] = item.properties;
  const { searchIndexes } = engine;
  if (searchIndexes && item.kind === 'fullText') return searchIndexes.createText(item.label, property);
  if (searchIndexes && item.kind === 'vector')
    return searchIndexes.createVector(item.label, property, item.dimensions, item.similarity);
  // The embedded engine accepts a constraint that its data break already.
  if (engine.kind === 'embedded' && item.kind === 'unique') await assertUnique(engine, item, call);
  try {
    await engine.define({ text: createText(item), params: {}, operation: 'schema.create' }, call);
  } catch (error) {
    if (item.kind === 'unique') await assertUnique(engine, item, call, error);
    throw error;
  }
};

/** Waits for all even where one fails: none may run on behind the caller's back. */
const allDone = async (work: readonly Promise<void>[]): Promise<void> => {
  await Promise.allSettled(work);
  await Promise.all(work);
};

const assertUnique = async (engine: Engine, item: UniqueItem, call: Call, cause?: unknown): Promise<void> => {
  const { rows } = await engine.read(
    { text: duplicatesText(item), params: {}, operation: 'schema.duplicates' },
    call,
  );
  const [values, most] = rows[0] ?? [];
  if (Number(values ?? 0) === 0) return;
  throw new StartError(
    `${sentence(describeItem(item))} cannot be made: ${Number(values)} ${Number(values) === 1 ? 'value is' : 'values are'} held by more than one node, the most frequent by ${Number(most)}. Make them different first.`,
    { cause },
  );
};

/** Indexes are filled in the background: a search before they are would find a part, or be refused. */
const awaitIndexes = async (engine: Engine, call: Call): Promise<void> => {
  const seconds = Math.max(1, Math.ceil((call.timeoutMs ?? 60_000) / 1_000));
  await engine.define(
    {
      text: 'CALL db.awaitIndexes($seconds)',
      params: { seconds: engine.codec.encodeCount(seconds) },
      operation: 'schema.await',
    },
    call,
  );
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
