import type { Graph, NodeDefinition } from '@graphkeep/models';
import { assertOf } from './assert-of.ts';
import { type Digest, openDigest } from './digest.ts';
import { type LinkLine, type NodeLine, parseLine, wrongLine } from './lines.ts';
import { kindId, kindsOf, type TransferKind } from './link-kinds.ts';

/** Lines that are written together: nodes of one definition, or relationships of one kind. */
export type Batch = NodeBatch | LinkBatch;
export interface NodeBatch extends Span {
  readonly definition: NodeDefinition;
  readonly nodes: NodeLine[];
}
export interface LinkBatch extends Span {
  readonly kind: TransferKind;
  readonly links: LinkLine[];
}
interface Span {
  /** The numbers of its lines. */
  readonly first: number;
  last: number;
}

const SIZE = 1_000;

/**
 * The lines of an export in batches, without those up to `finished`. The export must be of this graph, whole, and the same
 * as it was written.
 */
export async function* batchesOf(
  graph: Graph,
  lines: AsyncIterable<string> | Iterable<string>,
  finished: number,
  digest: Digest = openDigest(),
): AsyncGenerator<Batch> {
  const kinds = new Map(kindsOf(graph).map((kind) => [kind.id, kind]));
  let number = 0;
  let ended = false;
  let batch: Batch | undefined;
  for await (const text of lines) {
    number++;
    if (number === 1) assertOf(graph, text);
    if (number === 1) continue;
    if (number <= finished) {
      digest.add(text);
      continue;
    }
    if (ended) throw wrongLine(number, 'something follows the end');
    const line = parseLine(text, number);
    if ('end' in line) {
      // The header and this line are none of them.
      if (line.end.nodes + line.end.links !== number - 2)
        throw wrongLine(number, `it counts ${line.end.nodes + line.end.links} lines, and ${number - 2} came`);
      if (line.end.digest !== undefined && line.end.digest !== digest.text())
        throw wrongLine(number, 'one of the lines before is not as it was written');
      ended = true;
      continue;
    }
    digest.add(text);
    if (batch && !add(batch, line, number)) {
      yield batch;
      batch = undefined;
    }
    batch ??= 'node' in line ? nodeBatch(graph, line, number) : linkBatch(kinds, line, number);
  }
  if (batch) yield batch;
  if (!ended && number >= finished) throw wrongLine(number, 'the export is cut off after it');
}

/** Whether a line belongs to a batch and found a place in it. */
const add = (batch: Batch, line: NodeLine | LinkLine, number: number): boolean => {
  const { last, first } = batch;
  if (last - first + 1 >= SIZE) return false;
  if ('node' in line) {
    if (!('nodes' in batch) || batch.definition.label !== line.node) return false;
    batch.nodes.push(line);
  } else {
    if (!('links' in batch) || batch.kind.id !== idOf(line)) return false;
    batch.links.push(line);
  }
  batch.last = number;
  return true;
};

const idOf = ({ link, from, to }: LinkLine): string => kindId(from[0], link, to[0]);

const nodeBatch = (graph: Graph, line: NodeLine, number: number): NodeBatch => {
  const definition = graph[line.node];
  if (!definition) throw wrongLine(number, `this graph has no ${line.node}`);
  return { definition, nodes: [line], first: number, last: number };
};

const linkBatch = (kinds: ReadonlyMap<string, TransferKind>, line: LinkLine, number: number): LinkBatch => {
  const kind = kinds.get(idOf(line));
  if (!kind) throw wrongLine(number, `this graph has no ${line.link} from ${line.from[0]} to ${line.to[0]}`);
  return { kind, links: [line], first: number, last: number };
};
