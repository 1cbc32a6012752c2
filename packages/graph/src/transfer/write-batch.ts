import { GraphkeepError } from '@graphkeep/core';
import type { Field } from '@graphkeep/models';
import type { Call, Codec, Engine, Run, Statement } from '../engine/engine.ts';
import { keyField } from '../statements/column.ts';
import { quote } from '../statements/cypher.ts';
import { dependentLabels, fixedLabels } from '../statements/labels.ts';
import type { Batch, LinkBatch, NodeBatch } from './batches.ts';
import { wrongLine } from './lines.ts';
import { importedValues } from './values.ts';

export interface Target {
  readonly engine: Engine;
  readonly codec: Codec;
}

/** Keeps a batch whole, or nothing of it. */
export const writeBatch = ({ engine, codec }: Target, batch: Batch, call: Call): Promise<void> =>
  engine.transaction(
    'write',
    async (run) => {
      if ('nodes' in batch) await run(nodesStatement(batch, codec));
      else await writeLinks(run, batch, codec);
    },
    call,
  );

const nodesStatement = ({ definition, nodes, first }: NodeBatch, codec: Codec): Statement => {
  const { label, fields, stored, key } = definition;
  const own = quote(keyField(definition).stored);
  const rows = nodes.map(({ values, sealed = {} }, index) => {
    // The embedded engine would make a node for each missing key.
    if (typeof values[key] !== 'string') throw wrongLine(first + index, `it has no ${key}`);
    return {
      key: values[key],
      values: {
        ...importedValues(fields, values, codec, wrongKind(first + index)),
        ...unsealed(definition, sealed),
      },
    };
  });
  const text = [
    `UNWIND $rows AS row MERGE (n:${quote(stored)} {${own}: row.key}) SET n = row.values SET n${fixedLabels(definition)}`,
    ...dependentLabels('n', definition),
  ].join(' ');
  return { text, params: { rows }, operation: `${label}.import` };
};

const unsealed = (
  { fields }: NodeBatch['definition'],
  sealed: NonNullable<NodeBatch['nodes'][number]['sealed']>,
): Record<string, unknown> =>
  Object.fromEntries(
    fields.flatMap(({ name, stored, blind }) => {
      const kept = sealed[name];
      if (!kept) return [];
      return [[stored, kept[0]], ...(blind === undefined || kept[1] === null ? [] : [[blind, kept[1]]])];
    }),
  );

const writeLinks = async (run: Run, batch: LinkBatch, codec: Codec): Promise<void> => {
  const { kind, links, first, last } = batch;
  const { from, to, type, fields } = kind;
  const rows = links.map((line, index) => ({
    from: line.from[1],
    to: line.to[1],
    values: importedValues(fields, line.values, codec, wrongKind(first + index)),
  }));
  const text = [
    'UNWIND $rows AS row',
    `MATCH (a:${quote(from.stored)} {${quote(keyField(from).stored)}: row.from})`,
    `MATCH (b:${quote(to.stored)} {${quote(keyField(to).stored)}: row.to})`,
    `MERGE (a)-[r:${quote(type)}]->(b) SET r = row.values RETURN count(r) AS \`count\``,
  ].join(' ');
  const answer = await run({ text, params: { rows }, operation: `${from.label}.import.${type}` });
  const found = Number(answer.rows[0]?.[0]);
  if (found !== links.length)
    throw new GraphkeepError(
      'invalid_input',
      `${links.length - found} relationships of the lines ${first} to ${last} of the export have no node at one of their ends.`,
      { field: `lines.${first}` },
    );
};

const wrongKind =
  (line: number) =>
  ({ name, kind, element }: Field) =>
    wrongLine(line, `${name} is no ${element ? `list of ${element}` : kind}`);
