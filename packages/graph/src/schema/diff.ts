import type { Engine } from '../engine/engine.ts';
import { own } from '../labels.ts';
import { contentOf, type SchemaItem } from './item.ts';
import type { LiveItem } from './live.ts';

export interface SchemaDiff {
  /** Asked for by a definition, and not in the store. */
  readonly missing: readonly SchemaItem[];
  /** In the store, and in the way of what a definition asks for. */
  readonly changed: readonly { readonly wanted: SchemaItem; readonly found: SchemaItem }[];
  /** In the store, and asked for by no definition. `ours` was made for a definition of before. */
  readonly extra: readonly { readonly item: SchemaItem; readonly ours: boolean }[];
}

/** What migrations need is not asked for by definitions. */
const ownLabels = new Set<string>(Object.values(own));

/** How a store differs from what is wanted of it. `made` are the names of what was made for definitions so far. */
export const diffSchema = (
  engine: Engine['kind'],
  wanted: readonly SchemaItem[],
  live: readonly LiveItem[],
  made: ReadonlySet<string>,
): SchemaDiff => {
  const found = live.map(({ item }) => item);
  const missing: SchemaItem[] = [];
  const changed: { wanted: SchemaItem; found: SchemaItem }[] = [];
  const used = new Set<SchemaItem>();
  for (const item of wanted) {
    const contents = equivalents(engine, item);
    const same = found.find((one) => contents.includes(contentOf(one)));
    const blocking =
      (same && isFoundByName(item) ? same : undefined) ??
      found.find((one) => nameOf(engine, one) === nameOf(engine, item)) ??
      found.find((one) => engine === 'neo4j' && item.kind === 'unique' && isIndexOf(one, item));
    if (same && (same.name === item.name || !isFoundByName(item))) used.add(same);
    else if (blocking) {
      changed.push({ wanted: item, found: blocking });
      used.add(blocking);
    } else missing.push(item);
  }
  const extra = found
    .filter((item) => !used.has(item) && !ownLabels.has(item.label))
    .map((item) => ({ item, ours: made.has(item.name) }));
  return { missing, changed, extra };
};

/** On Neo4j a unique constraint brings its index, so that an index on the same property is not missing. */
const equivalents = (engine: Engine['kind'], item: SchemaItem): readonly string[] =>
  engine === 'neo4j' && item.kind === 'range'
    ? [contentOf(item), contentOf({ ...item, kind: 'unique' })]
    : [contentOf(item)];

/** Searches name their index; all others are found by the planner, whatever they are called. */
const isFoundByName = ({ kind }: SchemaItem): boolean => kind === 'fullText' || kind === 'vector';

/** Neo4j makes no constraint where there is an index already. */
const isIndexOf = (index: SchemaItem, constraint: SchemaItem): boolean =>
  index.kind === 'range' && contentOf({ ...constraint, kind: 'range' }) === contentOf(index);

/** On Neo4j constraints and indexes share their names. */
const nameOf = (engine: Engine['kind'], { kind, name }: SchemaItem): string =>
  engine === 'neo4j' ? name : `${kind} ${name}`;
