import { GraphkeepError } from '@graphkeep/core';
import type { Field } from '@graphkeep/models';
import { isCiphertext } from '../encryption/ciphertext.ts';
import type { EncryptionKeys } from '../encryption/keys.ts';
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
  /** What is not encrypted in the export is encrypted by these. */
  readonly encryption?: EncryptionKeys | undefined;
}

/** Keeps a batch whole, or nothing of it. */
export const writeBatch = (target: Target, batch: Batch, call: Call): Promise<void> =>
  target.engine.transaction(
    'write',
    async (run) => {
      if ('nodes' in batch) await run(nodesStatement(batch, target));
      else await writeLinks(run, batch, target.codec);
    },
    call,
  );

/** The nodes of a batch as the store is to keep them. */
export const nodeRows = (
  { definition, nodes, first }: NodeBatch,
  target: Pick<Target, 'codec' | 'encryption'>,
) => {
  const { fields, key } = definition;
  return nodes.map(({ values, sealed = {} }, index) => {
    // The embedded engine would make a node for each missing key.
    if (typeof values[key] !== 'string') throw wrongLine(first + index, `it has no ${key}`);
    return {
      key: values[key],
      values: {
        ...importedValues(fields, values, target.codec, wrongKind(first + index)),
        ...unsealed(definition, sealed, target),
      },
    };
  });
};

const nodesStatement = (batch: NodeBatch, target: Target): Statement => {
  const { definition } = batch;
  const { label, stored } = definition;
  const own = quote(keyField(definition).stored);
  const rows = nodeRows(batch, target);
  const text = [
    `UNWIND $rows AS row MERGE (n:${quote(stored)} {${own}: row.key}) SET n = row.values SET n${fixedLabels(definition)}`,
    ...dependentLabels('n', definition),
  ].join(' ');
  return { text, params: { rows }, operation: `${label}.import` };
};

const unsealed = (
  { fields }: NodeBatch['definition'],
  sealed: NonNullable<NodeBatch['nodes'][number]['sealed']>,
  { codec, encryption }: Pick<Target, 'codec' | 'encryption'>,
): Record<string, unknown> =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const { name, stored, blind } = field;
      const [text, index] = sealed[name] ?? [];
      if (text === undefined) return [];
      // It was written before there was a key: as it is nobody would find it by its value any more.
      const isPlain = encryption !== undefined && !isCiphertext(text);
      const kept = isPlain ? codec.encode(field, text) : text;
      const found = isPlain ? codec.blind(field, text) : index;
      return [[stored, kept], ...(blind === undefined || found === null ? [] : [[blind, found]])];
    }),
  );

/** The relationships of a batch as the store is to keep them. */
export const linkRows = ({ kind, links, first }: LinkBatch, codec: Codec) =>
  links.map((line, index) => ({
    from: line.from[1],
    to: line.to[1],
    values: importedValues(kind.fields, line.values, codec, wrongKind(first + index)),
  }));

const writeLinks = async (run: Run, batch: LinkBatch, codec: Codec): Promise<void> => {
  const { kind, links, first, last } = batch;
  const { from, to, type } = kind;
  const rows = linkRows(batch, codec);
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
