/** Something that the definitions ask of a store, or that a store has: a constraint or an index. */
export type SchemaItem = UniqueItem | RangeItem | FullTextItem | VectorItem;

interface Named {
  /** Its name in the database. */
  readonly name: string;
  /** The label in the database that it is about. */
  readonly label: string;
  readonly properties: readonly string[];
}
export interface UniqueItem extends Named {
  readonly kind: 'unique';
}
interface RangeItem extends Named {
  readonly kind: 'range';
}
interface FullTextItem extends Named {
  readonly kind: 'fullText';
}
interface VectorItem extends Named {
  readonly kind: 'vector';
  readonly dimensions: number;
  readonly similarity: 'cosine' | 'euclidean';
}

/** The kind and what it covers: two items with the same content do the same, whatever they are called. */
export const contentOf = (item: SchemaItem): string =>
  JSON.stringify([
    item.kind,
    item.label,
    item.kind === 'fullText' ? [...item.properties].sort() : item.properties,
    ...(item.kind === 'vector' ? [item.dimensions, item.similarity] : []),
  ]);

/** `the unique constraint player_username on :Player(username)` */
export const describeItem = (item: SchemaItem): string =>
  `the ${titles[item.kind]} ${item.name} on :${item.label}(${item.properties.join(', ')})`;

const titles = {
  unique: 'unique constraint',
  range: 'index',
  fullText: 'full-text index',
  vector: 'vector index',
} as const;
