import { limits } from '@graphkeep/contract';
import type { AbstractKey, EntityOf, Graph, KeyOf, LabelOf, RelationshipName } from '@graphkeep/models';
import type { Entity } from '../decode.ts';
import type { Run } from '../engine/engine.ts';
import { notFound } from '../repository-input.ts';
import { bounds } from '../statements/bounds.ts';
import { columnsOf } from '../statements/column.ts';
import { layoutOf, projected } from '../statements/projection.ts';
import { getManyStatement } from '../statements/read.ts';
import { isPlain, wrong } from '../statements/values.ts';
import { placeOf } from './get.ts';
import { rowsByKey } from './get-batch.ts';
import { assertOptions, openReader, type Reader } from './reader.ts';
import { simplePaths } from './simple-paths.ts';
import { addressOf, assertThrough, type Passage, type Place, placed, type Walk, walkOn } from './walk.ts';

/** Any node of a graph, told apart by `$label`. */
export type AnyNode<G extends Graph> = {
  readonly [M in LabelOf<G>]: G[M]['traits']['abstract'] extends true
    ? never
    : EntityOf<G[M]> & { readonly $label: M };
}[LabelOf<G>];
type AnyRelationship<G extends Graph> = { readonly [M in LabelOf<G>]: RelationshipName<G, M> }[LabelOf<G>];

/** A relationship between two nodes of an answer. */
export interface GraphLink {
  /** Its name at the node that it comes from. */
  readonly relationship: string;
  readonly from: AbstractKey;
  readonly to: AbstractKey;
  /** Its own properties, where it has any. */
  readonly $link?: Readonly<Record<string, unknown>>;
}
export interface Path<G extends Graph> {
  /** From the first to the last; one more than there are links. */
  readonly nodes: readonly AnyNode<G>[];
  readonly links: readonly GraphLink[];
}
export interface Subgraph<G extends Graph> {
  /** The nearest first. */
  readonly nodes: readonly AnyNode<G>[];
  /** The relationships between these nodes that were walked over. */
  readonly links: readonly GraphLink[];
  /** Whether there is more within the depth than the limit let in. */
  readonly truncated: boolean;
}

export interface Paths<G extends Graph, L extends LabelOf<G>> {
  /**
   * The ways from one node to another over relationships of these names, none of which visits a node twice: the shortest
   * ones, or all, the shortest first. Every node on the way is one that the caller may see.
   */
  paths(input: {
    readonly from: KeyOf<G[L]>;
    /** Of the same label, or of any other by `$label` and `$key`. */
    readonly to: KeyOf<G[L]> | AbstractKey;
    readonly through: readonly AnyRelationship<G>[];
    /** @default 'shortest' */
    readonly find?: 'shortest' | 'all';
    /** Relationships of one path. @default 6 */
    readonly maxDepth?: number;
    /** @default 10 */
    readonly limit?: number;
  }): Promise<readonly Path<G>[]>;
  /** All that lies around a node, up to a distance. */
  subgraph(input: {
    readonly from: KeyOf<G[L]>;
    readonly through: readonly AnyRelationship<G>[];
    /** @default 2 */
    readonly depth?: number;
    /** Nodes of the answer. @default 200 */
    readonly limit?: number;
  }): Promise<Subgraph<G>>;
}

export interface UntypedPaths {
  paths(input: PathsInput): Promise<readonly Path<Graph>[]>;
  subgraph(input: SubgraphInput): Promise<Subgraph<Graph>>;
}
interface PathsInput {
  readonly from: unknown;
  readonly to: unknown;
  readonly through: unknown;
  readonly find?: unknown;
  readonly maxDepth?: number;
  readonly limit?: number;
}
interface SubgraphInput {
  readonly from: unknown;
  readonly through: unknown;
  readonly depth?: number;
  readonly limit?: number;
}

const pathsOptions = new Set(['from', 'to', 'through', 'find', 'maxDepth', 'limit']);
const subgraphOptions = new Set(['from', 'through', 'depth', 'limit']);

export const pathSearches = (reader: Reader): UntypedPaths => ({
  paths: async (input) => {
    assertOptions(input, pathsOptions);
    const { ground } = reader;
    const { find = 'shortest', maxDepth = 6, limit = 10 } = input;
    if (find !== 'shortest' && find !== 'all') throw wrong('find', "find must be 'shortest' or 'all'.");
    assertCount('maxDepth', maxDepth, bounds.pathDepth);
    assertCount('limit', limit, bounds.paths);
    const through = assertThrough(ground, input.through);
    const from = beginOf(reader, input.from);
    const to =
      isPlain(input.to) && '$label' in input.to ? endOf(reader, input.to) : beginOf(reader, input.to);
    return ground.transaction('read', async (run) => {
      const ends = await entitiesOf(run, reader, [from, to]);
      for (const end of [from, to]) if (!ends.has(end.id)) throw notFound(end.home, end.key);
      const walk: Walk = { places: new Map([[from.id, from]]), passages: [] };
      let frontier: readonly Place[] = [from];
      for (let depth = 0; depth < maxDepth && frontier.length > 0; depth++) {
        if (find === 'shortest' && walk.places.has(to.id)) break;
        frontier = await walkOn(run, ground, walk, frontier, through);
      }
      const ways = simplePaths(bothWays(reader, walk.passages), from.id, to.id, {
        maxDepth,
        limit,
        shortestOnly: find === 'shortest',
      });
      const used = ways.flatMap((way) => way.flatMap((passage) => [passage.from, passage.to]));
      const entities = await entitiesOf(run, reader, [from, ...used]);
      return ways.map((way) => ({
        nodes: [from, ...way.map((passage) => passage.to)].flatMap(({ id }) => entities.get(id) ?? []),
        links: way.map(linkOf),
      })) as unknown as readonly Path<Graph>[];
    });
  },

  subgraph: async (input) => {
    assertOptions(input, subgraphOptions);
    const { ground } = reader;
    const { depth = 2, limit = limits.maxPageSize } = input;
    assertCount('depth', depth, bounds.pathDepth);
    assertCount('limit', limit, bounds.subgraphNodes);
    const through = assertThrough(ground, input.through);
    const from = beginOf(reader, input.from);
    return ground.transaction('read', async (run) => {
      const first = await entitiesOf(run, reader, [from]);
      if (!first.has(from.id)) throw notFound(from.home, from.key);
      const walk: Walk = { places: new Map([[from.id, from]]), passages: [] };
      let frontier: readonly Place[] = [from];
      for (let step = 0; step < depth && frontier.length > 0 && walk.places.size <= limit; step++)
        frontier = await walkOn(run, ground, walk, frontier, through);
      const kept = new Map([...walk.places].slice(0, limit));
      const entities = await entitiesOf(run, reader, [...kept.values()]);
      return {
        nodes: [...kept.keys()].flatMap((id) => entities.get(id) ?? []),
        links: walk.passages.filter(({ from, to }) => kept.has(from.id) && kept.has(to.id)).map(linkOf),
        truncated: walk.places.size > limit,
      } as unknown as Subgraph<Graph>;
    });
  },
});

const assertCount = (name: string, count: unknown, most: number): void => {
  if (!Number.isInteger(count) || Number(count) < 1 || Number(count) > most)
    throw wrong(name, `${name} must be 1 to ${most}.`);
};

const beginOf = ({ ground, definition }: Reader, input: unknown): Place => {
  const { home, key } = placeOf(ground.graph, definition, input);
  return placed(home, key);
};

const endOf = ({ ground }: Reader, input: Readonly<Record<string, unknown>>): Place => {
  const label = String(input['$label']);
  const definition = Object.hasOwn(ground.graph, label) ? ground.graph[label] : undefined;
  if (!definition || definition.traits.abstract) throw wrong('to.$label', `There are no nodes ${label}.`);
  const { home, key } = placeOf(ground.graph, definition, { [definition.key]: input['$key'] });
  return placed(home, key);
};

/** A relationship without a direction may be walked from either end. */
const bothWays = ({ ground }: Reader, passages: readonly Passage[]): readonly Passage[] =>
  passages.flatMap((passage) => {
    const { from, to, relationship } = passage;
    const way = ground.graph[from.home.label]?.relationships[relationship]?.direction;
    const back = to.home.relationships[relationship]?.direction;
    const turned = way === 'none' && back === 'none' && from.id !== to.id;
    return turned ? [passage, { ...passage, from: to, to: from }] : [passage];
  });

const linkOf = ({ relationship, from, to, link }: Passage): GraphLink => ({
  relationship,
  from: addressOf(from),
  to: addressOf(to),
  ...(link && { $link: link }),
});

/** Whole nodes by their ids, a statement for each label. */
const entitiesOf = async (
  run: Run,
  reader: Reader,
  places: readonly Place[],
): Promise<ReadonlyMap<string, Entity>> => {
  const { ground } = reader;
  const entities = new Map<string, Entity>();
  const byHome = Map.groupBy(new Map(places.map((place) => [place.id, place])).values(), ({ home }) => home);
  for (const [home, own] of byHome) {
    const layout = layoutOf(projected(columnsOf(ground.graph, home), {}), []);
    const reading = openReader(ground, home).reading(false);
    for (let at = 0; at < own.length; at += limits.maxListFilter) {
      const some = own.slice(at, at + limits.maxListFilter);
      const keys = some.map(({ key }) => key);
      const rows = rowsByKey(await run(getManyStatement(reading, layout, home, keys)));
      for (const { id, key } of some) {
        const row = rows.get(key);
        if (row) entities.set(id, { $label: home.label, ...reader.entity(layout, row) });
      }
    }
  }
  return entities;
};
