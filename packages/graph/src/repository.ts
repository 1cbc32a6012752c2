import { limits } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import {
  type CreateOf,
  createSchema,
  type EntityOf,
  type Graph,
  type IncludeOf,
  type KeyOf,
  type LabelOf,
  type ListInput,
  type LoadedOf,
  type Page,
} from '@graphkeep/models';
import { decodeRow, type Entity } from './decode.ts';
import type { Access, Codec, Run } from './engine/engine.ts';
import { loadIncludes } from './load-includes.ts';
import { assertLimit, assertOwner, invalid, notFound, withKey } from './repository-input.ts';
import { decodeCursor, encodeCursor } from './statements/cursor.ts';
import { sortsOf } from './statements/order.ts';
import { getStatement, listStatement } from './statements/read.ts';
import type { Owner } from './statements/where.ts';
import { createStatement, relateStatement } from './statements/write.ts';

type Nothing = Record<never, never>;
type RelationshipName<G extends Graph, L extends LabelOf<G>> = keyof G[L]['relationships'] & string;
type TargetOf<
  G extends Graph,
  L extends LabelOf<G>,
  A extends RelationshipName<G, L>,
> = G[L]['relationships'][A]['to'] & LabelOf<G>;

/** The nodes of one label. */
export interface Repository<G extends Graph, L extends LabelOf<G>> {
  /** The node of this key with what is included; an error `not_found` where there is none. */
  get<const I extends IncludeOf<G, L> = Nothing>(
    input: KeyOf<G[L]> & { readonly include?: I & IncludeOf<G, L> },
  ): Promise<LoadedOf<G, L, I>>;
  /** A page of nodes; ordered by the key unless `orderBy` says otherwise. */
  list<const I extends IncludeOf<G, L> = Nothing>(
    input?: ListInput<EntityOf<G[L]>, I & IncludeOf<G, L>>,
  ): Promise<Page<LoadedOf<G, L, I>>>;
  create(input: CreateOf<G[L]>): Promise<EntityOf<G[L]>>;
  /** Joins a node to another, once; properties of a relationship that exists are set anew. */
  relate<const A extends RelationshipName<G, L>>(
    from: KeyOf<G[L]>,
    relationship: A,
    to: KeyOf<G[TargetOf<G, L, A>]>,
    properties?: Readonly<Record<string, unknown>>,
  ): Promise<void>;
}

/** What a repository stands on: a way to run work in a transaction, its own or one that is open. */
export interface Ground {
  readonly graph: Graph;
  readonly codec: Codec;
  readonly owner: Owner;
  readonly now: () => Date;
  /** Runs one read by itself. */
  readonly read: Run;
  readonly transaction: <T>(access: Access, work: (run: Run) => Promise<T>) => Promise<T>;
}

export const openRepository = <G extends Graph, const L extends LabelOf<G>>(
  ground: Ground,
  definition: G[L],
): Repository<G, L> => {
  const { codec, owner } = ground;
  const schema = createSchema(definition);
  // With an include several statements are needed, and they must see one state.
  const reading = <T>(include: object | undefined, work: (run: Run) => Promise<T>): Promise<T> =>
    include && Object.keys(include).length > 0 ? ground.transaction('read', work) : work(ground.read);
  const include = (run: Run, entities: readonly Entity[], asked: object | undefined) =>
    asked ? loadIncludes({ ...ground, run }, definition, entities, asked) : undefined;

  const repository: UntypedRepository = {
    get: (input) =>
      reading(input.include, async (run) => {
        const key = input[definition.key];
        const { rows } = await run(getStatement(definition, key, owner, codec));
        if (!rows[0]) throw notFound(definition, key);
        const entity = decodeRow(definition, rows[0], codec);
        await include(run, [entity], input.include);
        return entity;
      }),

    list: (input = {}) =>
      reading(input.include, async (run) => {
        const { where = {}, orderBy = {}, limit = limits.pageSize, after } = input;
        assertLimit(limit);
        const sorts = sortsOf(definition, orderBy);
        const from = after === undefined ? undefined : decodeCursor(sorts, where, after);
        const { rows } = await run(
          listStatement(definition, { where, sorts, after: from, limit: limit + 1 }, owner, codec),
        );
        const items = rows.slice(0, limit).map((row) => decodeRow(definition, row, codec));
        const last = items.at(-1);
        const next = rows.length > limit && last ? encodeCursor(sorts, where, last) : null;
        await include(run, items, input.include);
        return { items, next };
      }),

    create: async (input) => {
      const parsed = schema.safeParse(input);
      if (!parsed.success) throw invalid(definition, parsed.error);
      const now = ground.now();
      const values = withKey(definition, { ...parsed.data, createdAt: now, updatedAt: now });
      assertOwner(definition, values, owner);
      const { rows } = await ground.transaction('write', (run) =>
        run(createStatement(definition, values, codec)),
      );
      return decodeRow(definition, rows[0] ?? [], codec);
    },

    relate: async (from, name, to, properties = {}) => {
      const relationship = definition.relationships[name];
      const target = relationship && ground.graph[relationship.to];
      if (!relationship || !target)
        throw new GraphkeepError('invalid_input', `${definition.label} has no relationship ${name}.`);
      const parsed = relationship.properties?.safeParse(properties);
      if (parsed && !parsed.success) throw invalid(definition, parsed.error);
      const parts = {
        name,
        from: definition,
        fromKey: from[definition.key],
        relationship,
        to: target,
        toKey: to[target.key],
        properties: parsed?.data ?? {},
      };
      const { rows } = await ground.transaction('write', (run) => run(relateStatement(parts, owner, codec)));
      if (String(rows[0]?.[0]) !== '1')
        throw new GraphkeepError(
          'not_found',
          `There is no such ${definition.label}, or no such ${target.label}.`,
        );
    },
  };
  return repository as unknown as Repository<G, L>;
};

/** The same repository before its definition gives it types. */
interface UntypedRepository {
  get(input: Entity & { readonly include?: object }): Promise<Entity>;
  list(input?: UntypedListInput): Promise<Page<Entity>>;
  create(input: object): Promise<Entity>;
  relate(from: Entity, name: string, to: Entity, properties?: object): Promise<void>;
}
interface UntypedListInput {
  readonly where?: object;
  readonly orderBy?: object;
  readonly limit?: number;
  readonly after?: string;
  readonly include?: object;
}
