import type { Call, Engine, Row } from '../engine/engine.ts';
import { property, quote } from '../statements/cypher.ts';

export interface LabelSet {
  readonly labels: readonly string[];
  readonly nodes: number;
}
export interface SampledLink {
  readonly from: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
}
export type Properties = Readonly<Record<string, unknown>>;

/** Looks at a living database, at a bounded part of it. */
export const sampler = (engine: Engine, size: number, call: () => Call) => {
  const read = async (text: string): Promise<readonly Row[]> => {
    const params = { size: engine.codec.encodeCount(size) };
    return (await engine.read({ text, params, operation: 'introspect' }, call())).rows;
  };
  return {
    /** Which labels nodes have together. */
    labelSets: async (): Promise<readonly LabelSet[]> => {
      const rows = await read('MATCH (n) WITH n LIMIT $size RETURN labels(n) AS labels, count(n) AS nodes');
      return rows.map(([labels, nodes]) => ({ labels: texts(labels), nodes: Number(nodes) }));
    },
    nodesOf: async (
      label: string,
    ): Promise<readonly { labels: readonly string[]; properties: Properties }[]> => {
      const rows = await read(
        `MATCH (n:${quote(label)}) WITH n LIMIT $size RETURN labels(n) AS labels, properties(n) AS properties`,
      );
      return rows.map(([labels, properties]) => ({ labels: texts(labels), properties: record(properties) }));
    },
    linksOf: async (label: string, key: string): Promise<readonly SampledLink[]> => {
      const rows = await read(
        `MATCH (n:${quote(label)})-[r]->(m) WITH n, r, m LIMIT $size RETURN ${property('n', key)} AS from, type(r) AS type, labels(m) AS labels, properties(r) AS properties`,
      );
      return rows.map(([from, type, labels, properties]) => ({
        from: String(from),
        type: String(type),
        labels: texts(labels),
        properties: record(properties),
      }));
    },
  };
};
export type Sampler = ReturnType<typeof sampler>;

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const record = (value: unknown): Properties =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
