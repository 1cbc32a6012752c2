import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import { isCiphertext } from '../encryption/ciphertext.ts';
import { encryptingCodec } from '../encryption/encrypting-codec.ts';
import type { EncryptionKeys } from '../encryption/keys.ts';
import type { Codec } from '../engine/engine.ts';
import { engineOf } from '../engine-of.ts';
import type { GraphStore } from '../open-graph.ts';
import { batchesOf, type NodeBatch } from './batches.ts';
import { openDigest } from './digest.ts';
import { linkRows, nodeRows } from './write-batch.ts';

export interface CheckOptions {
  /** What the store has: encrypted fields of the export must be read by these. */
  readonly encryption?: EncryptionKeys | undefined;
  /** Told after each batch. */
  readonly onProgress?: ((lines: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What is in an export. */
export interface ExportSummary {
  /** By label. */
  readonly nodes: Readonly<Record<string, number>>;
  /** By type. */
  readonly links: Readonly<Record<string, number>>;
  /** The same for the same nodes and relationships, wherever they are kept. */
  readonly digest: string;
  /** Whether values are in the clear in it that the store would encrypt: there they are no more what they are here. */
  readonly isEncryptedHere: boolean;
}

/**
 * Reads an export to its end, and writes nothing: that it is whole and unchanged, of this graph, of values of the right kind,
 * and that the store's keys read what is encrypted.
 */
export const checkExport = async <G extends Graph>(
  store: GraphStore<G>,
  graph: Graph,
  lines: AsyncIterable<string> | Iterable<string>,
  { encryption, onProgress, signal }: CheckOptions = {},
): Promise<ExportSummary> => {
  const codec = encryptingCodec(engineOf(store).codec, encryption, Object.values(graph));
  const digest = openDigest();
  const nodes: Record<string, number> = {};
  const links: Record<string, number> = {};
  let isEncryptedHere = false;
  for await (const batch of batchesOf(graph, lines, 0, digest)) {
    signal?.throwIfAborted();
    const count = batch.last - batch.first + 1;
    if ('nodes' in batch) {
      nodeRows(batch, { codec, encryption });
      assertSealed(batch, codec);
      isEncryptedHere ||= encryption !== undefined && hasPlain(batch);
      nodes[batch.definition.label] = (nodes[batch.definition.label] ?? 0) + count;
    } else {
      linkRows(batch, codec);
      links[batch.kind.type] = (links[batch.kind.type] ?? 0) + count;
    }
    onProgress?.(batch.last);
  }
  return { nodes, links, digest: digest.text(), isEncryptedHere };
};

/** Under another secret ciphertexts would never be read again, and under another blind index nobody would be found. */
const assertSealed = ({ definition, nodes, first }: NodeBatch, codec: Codec): void => {
  for (const [at, { sealed = {} }] of nodes.entries())
    for (const field of definition.fields) {
      const [kept, index] = sealed[field.name] ?? [];
      if (kept === undefined) continue;
      const text = opened(() => codec.decode(field, kept), first + at);
      const wasPlain = text === kept;
      if (!wasPlain && index !== null && codec.blind(field, text) !== index)
        throw otherSecret(first + at, `the blind index of ${field.name} is of another secret`);
    }
};

const hasPlain = ({ definition, nodes }: NodeBatch): boolean => {
  const secret = definition.fields.filter(({ encrypted }) => encrypted).map(({ name }) => name);
  return nodes.some(({ values, sealed }) =>
    secret.some((name) => {
      const [kept] = sealed?.[name] ?? [];
      return kept === undefined ? values[name] !== undefined : !isCiphertext(kept);
    }),
  );
};

const opened = (open: () => unknown, line: number): unknown => {
  try {
    return open();
  } catch (error) {
    if (!isGraphkeepError(error)) throw error;
    throw otherSecret(line, error.message);
  }
};

const otherSecret = (line: number, problem: string) =>
  new GraphkeepError(
    'invalid_input',
    `Line ${line} of the export is encrypted, and cannot be read here: ${problem} Set GRAPHKEEP_SECRET, and GRAPHKEEP_SECRET_PREVIOUS where there was one, to those of the store that it comes from.`,
    { field: `lines.${line}` },
  );
