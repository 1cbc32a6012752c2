import type { Relationship } from '@graphkeep/models';
import { infraGraph } from '@graphkeep/models/infra';
import type { EstateGraph } from '../estate-graph.ts';
import { batches } from './batches.ts';
import type { Estate, EstateLabel, EstateLink, EstateNode } from './estate.ts';

export interface StoreOptions {
  readonly signal?: AbortSignal;
  /** Told after each batch. */
  readonly onProgress?: (done: { readonly nodes: number; readonly links: number }) => void;
}

const BATCH = 2_000;

/** What is written is known by its label alone, at run time. */
interface AnyRepository {
  upsertMany(rows: readonly object[]): Promise<unknown>;
  relateMany(relationship: string, pairs: readonly object[]): Promise<unknown>;
}

/** Writes an estate, or brings an older one of the same number up to date. */
export const storeEstate = async (
  platform: EstateGraph,
  estate: Pick<Estate, 'nodes' | 'links'>,
  { signal, onProgress = () => {} }: StoreOptions = {},
): Promise<void> => {
  const repositoryOf = (label: EstateLabel) => platform.repo(infraGraph[label]) as unknown as AnyRepository;
  const done = { nodes: 0, links: 0 };
  const told = (): void => {
    signal?.throwIfAborted();
    onProgress({ ...done });
  };
  for (const [label, some] of batches(estate.nodes(), (one: EstateNode) => one.label, BATCH)) {
    await repositoryOf(label).upsertMany(some.map(({ node }) => node));
    done.nodes += some.length;
    told();
  }
  for (const [, some] of batches(estate.links(), kindOf, BATCH)) {
    const [{ from, relationship }] = some;
    await repositoryOf(from[0]).relateMany(relationship, some.map(pairOf));
    done.links += some.length;
    told();
  }
};

const kindOf = ({ from, relationship, type, to }: EstateLink): string =>
  [from[0], relationship, type, to[0]].join(' ');

const keyOf = ([label, key]: EstateLink['from']) => ({ [infraGraph[label].key]: key });

const pairOf = ({ from, to, type, relationship: name, properties }: EstateLink): object => {
  const relationship: Relationship | undefined = Object.entries<Relationship>(
    infraGraph[from[0]].relationships,
  ).find(([one]) => one === name)?.[1];
  // The other end may be one of several labels, and the link one of several types: then it is to be said which.
  const other = relationship?.to === to[0] ? keyOf(to) : { $label: to[0], $key: to[1] };
  const $link = { ...properties, ...(typeof relationship?.type !== 'string' && { $type: type }) };
  return { from: keyOf(from), to: other, ...(Object.keys($link).length > 0 && { $link }) };
};
