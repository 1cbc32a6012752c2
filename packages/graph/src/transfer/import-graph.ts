import type { Graph } from '@graphkeep/models';
import { encryptingCodec } from '../encryption/encrypting-codec.ts';
import type { EncryptionKeys } from '../encryption/keys.ts';
import { engineOf } from '../engine-of.ts';
import type { GraphStore } from '../open-graph.ts';
import { batchesOf } from './batches.ts';
import { patiently } from './patiently.ts';
import { writeBatch } from './write-batch.ts';

export interface ImportOptions {
  /** Encrypts what the export has in the clear. */
  readonly encryption?: EncryptionKeys;
  /**
   * The lines that an earlier import of this export has finished, as its last progress told.
   * @default 0
   */
  readonly finishedLines?: number;
  /** Told after each batch, which is kept by then. */
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
}

export interface ImportProgress {
  readonly finishedLines: number;
  /** What this import has written, by label and by type. */
  readonly nodes: Readonly<Record<string, number>>;
  readonly links: Readonly<Record<string, number>>;
}

/**
 * Takes the lines of an export into a graph. A node that is there already becomes what the export says, and nothing is
 * there twice, so that an import that broke off may run again, from its begin or from where it was. The journal is told
 * nothing of it.
 */
export const importGraph = async <G extends Graph>(
  store: GraphStore<G>,
  graph: Graph,
  lines: AsyncIterable<string> | Iterable<string>,
  options: ImportOptions = {},
): Promise<ImportProgress> => {
  const engine = engineOf(store);
  const codec = encryptingCodec(engine.codec, options.encryption, Object.values(graph));
  let { finishedLines = 0 } = options;
  const run = patiently(options.signal);
  const nodes: Record<string, number> = {};
  const links: Record<string, number> = {};
  const progress = (): ImportProgress => ({ finishedLines, nodes: { ...nodes }, links: { ...links } });
  for await (const batch of batchesOf(graph, lines, finishedLines)) {
    await run((call) => writeBatch({ engine, codec, encryption: options.encryption }, batch, call));
    const [counts, name] = 'nodes' in batch ? [nodes, batch.definition.label] : [links, batch.kind.type];
    counts[name] = (counts[name] ?? 0) + batch.last - batch.first + 1;
    finishedLines = batch.last;
    options.onProgress?.(progress());
  }
  return progress();
};
