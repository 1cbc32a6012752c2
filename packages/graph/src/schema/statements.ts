import { property, quote } from '../statements/cypher.ts';
import type { SchemaItem } from './item.ts';

/** The statement that makes an item, in the words of both engines where both know it. */
export const createText = (item: SchemaItem): string => {
  const name = quote(item.name);
  const pattern = `(n:${quote(item.label)})`;
  const list = item.properties.map((one) => property('n', one)).join(', ');
  switch (item.kind) {
    case 'unique':
      return `CREATE CONSTRAINT ${name} IF NOT EXISTS FOR ${pattern} REQUIRE ${list} IS UNIQUE`;
    case 'range':
      return `CREATE INDEX ${name} IF NOT EXISTS FOR ${pattern} ON (${list})`;
    case 'fullText':
      return `CREATE FULLTEXT INDEX ${name} IF NOT EXISTS FOR ${pattern} ON EACH [${list}]`;
    case 'vector':
      return `CREATE VECTOR INDEX ${name} IF NOT EXISTS FOR ${pattern} ON (${list}) OPTIONS {indexConfig: {\`vector.dimensions\`: ${item.dimensions}, \`vector.similarity_function\`: '${item.similarity}'}}`;
  }
};

export const dropText = ({ kind, name }: SchemaItem): string =>
  `DROP ${kind === 'unique' ? 'CONSTRAINT' : 'INDEX'} ${quote(name)} IF EXISTS`;

/** How many values of a property are held by several nodes, and by how many the most frequent one is. */
export const duplicatesText = ({ label, properties: [name = ''] }: SchemaItem): string => {
  const value = property('n', name);
  return [
    `MATCH (n:${quote(label)}) WHERE ${value} IS NOT NULL`,
    `WITH ${value} AS value, count(n) AS nodes WHERE nodes > 1`,
    'RETURN count(value) AS `values`, max(nodes) AS `most`',
  ].join(' ');
};
