import { engineOf } from '../engine-of.ts';
import { own } from '../labels.ts';
import { readLive } from '../schema/live.ts';
import { describeNode, ownLabels } from './describe.ts';
import { sampler } from './sample.ts';
import { writeDefinitions } from './write-definitions.ts';

export interface IntrospectOptions {
  /** How many nodes, nodes of a label, and relationships of a label are looked at. @default 10,000 */
  readonly sample?: number;
  /** For each look. @default 60 s */
  readonly timeoutMs?: number;
}

/**
 * Definitions of what a database holds, as the text of a TypeScript module: labels, properties with their kinds as
 * sampled, keys and indexes, relationships with types and cardinality. Open the store with an empty graph and
 * `schema: { apply: false }`, and read what is written: what was not in the sample is not in it.
 */
export const introspect = async (store: object, options: IntrospectOptions = {}): Promise<string> => {
  const { sample = 10_000, timeoutMs = 60_000 } = options;
  const engine = engineOf(store);
  const call = () => ({ signal: AbortSignal.timeout(timeoutMs), timeoutMs });
  const looks = sampler(engine, sample, call);
  const items = (await readLive(engine, [], call())).map(({ item }) => item);
  const sets = (await looks.labelSets()).filter(({ labels }) => !labels.some((label) => isOwn(label)));
  const owns = ownLabels(sets, items);
  const nodes = [];
  for (const label of [...new Set(owns.values())].sort())
    nodes.push(await describeNode(looks, label, owns, items));
  return writeDefinitions(nodes);
};

const ownNames = new Set<string>([...Object.values(own), 'GraphkeepIdempotency']);
const isOwn = (label: string): boolean => ownNames.has(label);
