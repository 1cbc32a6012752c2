import { limits } from '@graphkeep/contract';
import type {
  EntityOf,
  FindInput,
  Graph,
  IncludeOf,
  KeyOf,
  LabelOf,
  LoadedOf,
  NodeDefinition,
  Page,
  Projection,
  SelectOf,
} from '@graphkeep/models';
import { decodeRow, type Entity } from '../decode.ts';
import type { Run } from '../engine/engine.ts';
import type { Ground } from '../ground.ts';
import { loadIncludes } from '../load-includes.ts';
import { assertLimit, notFound } from '../repository-input.ts';
import { decodeCursor, encodeCursor } from '../statements/cursor.ts';
import { sortsOf } from '../statements/order.ts';
import { getStatement, listStatement } from '../statements/read.ts';

type Nothing = Record<never, never>;

export interface Reads<G extends Graph, L extends LabelOf<G>> {
  /** The node of this key with what is included; an error `not_found` where there is none. */
  get<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(input: KeyOf<G[L]> & Projection<G, L, I, S, O>): Promise<LoadedOf<G, L, I, S, O>>;
  /** A page of nodes; ordered by the key unless `orderBy` says otherwise. */
  find<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(input?: FindInput<G, L, I, S, O>): Promise<Page<LoadedOf<G, L, I, S, O>>>;
}

/** The same reads before their definition gives them types. */
export interface UntypedReads {
  get(input: Entity & { readonly include?: object }): Promise<Entity>;
  find(input?: UntypedFindInput): Promise<Page<Entity>>;
}
interface UntypedFindInput {
  readonly where?: object;
  readonly orderBy?: object;
  readonly limit?: number;
  readonly after?: string;
  readonly include?: object;
}

export const openReads = (ground: Ground, definition: NodeDefinition): UntypedReads => {
  const { codec, owner } = ground;
  // With an include several statements are needed, and they must see one state.
  const reading = <T>(include: object | undefined, work: (run: Run) => Promise<T>): Promise<T> =>
    include && Object.keys(include).length > 0 ? ground.transaction('read', work) : work(ground.read);
  const include = (run: Run, entities: readonly Entity[], asked: object | undefined) =>
    asked ? loadIncludes({ ...ground, run }, definition, entities, asked) : undefined;

  return {
    get: (input) =>
      reading(input.include, async (run) => {
        const key = input[definition.key];
        const { rows } = await run(getStatement(definition, key, owner, codec));
        if (!rows[0]) throw notFound(definition, key);
        const entity = decodeRow(definition, rows[0], codec);
        await include(run, [entity], input.include);
        return entity;
      }),

    find: (input = {}) =>
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
        return { items, next, previous: null };
      }),
  };
};
