import { limits } from '@graphkeep/contract';
import type {
  EntityOf,
  FindInput,
  Graph,
  IncludeOf,
  LabelOf,
  LoadedOf,
  Page,
  SelectOf,
} from '@graphkeep/models';
import type { Entity } from '../decode.ts';
import type { Row } from '../engine/engine.ts';
import { assertLimit } from '../repository-input.ts';
import { decodeCursor, encodeCursor, type ListIdentity } from '../statements/cursor.ts';
import { reversed, type Sort, sortsOf } from '../statements/order.ts';
import type { Layout } from '../statements/projection.ts';
import { listStatement } from '../statements/read.ts';
import { wrong } from '../statements/values.ts';
import { assertOptions, type Reader, type UntypedProjection } from './reader.ts';

type Nothing = Record<never, never>;

export interface Finds<G extends Graph, L extends LabelOf<G>> {
  /** A page of nodes; ordered by the key unless `orderBy` says otherwise. */
  find<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(input?: FindInput<G, L, I, S, O>): Promise<Page<LoadedOf<G, L, I, S, O>>>;
  /** The first node that `find` would give; null where there is none. */
  first<
    const I extends IncludeOf<G, L> = Nothing,
    const S extends SelectOf<EntityOf<G[L]>> = Nothing,
    const O extends SelectOf<EntityOf<G[L]>> = Nothing,
  >(
    input?: Omit<FindInput<G, L, I, S, O>, 'limit' | 'after' | 'before'>,
  ): Promise<LoadedOf<G, L, I, S, O> | null>;
}

/** The same before its definition gives it types. */
export interface UntypedFinds {
  find(input?: UntypedFindInput): Promise<Page<Entity>>;
  first(input?: UntypedFirstInput): Promise<Entity | null>;
}
export interface UntypedFirstInput extends UntypedProjection {
  readonly where?: object;
  readonly orderBy?: object;
}
interface UntypedFindInput extends UntypedFirstInput {
  readonly limit?: number;
  readonly after?: string;
  readonly before?: string;
}

const firstOptions = new Set(['where', 'orderBy', 'include', 'select', 'omit', 'withDeleted']);
const findOptions = new Set([...firstOptions, 'limit', 'after', 'before']);

export const finds = (reader: Reader): UntypedFinds => ({
  find: async (input = {}) => {
    assertOptions(input, findOptions);
    const { limit = limits.pageSize, after, before, include } = input;
    assertLimit(limit);
    if (after !== undefined && before !== undefined) throw wrong('before', 'Give after or before, not both.');
    const list = listOf(reader, input);
    const layout = layoutOfList(reader, input, list.sorts);
    const backwards = before !== undefined;
    const cursor = backwards ? before : after;
    const statement = listStatement(reader.reading(input.withDeleted), layout, {
      where: list.where,
      sorts: backwards ? reversed(list.sorts) : list.sorts,
      after:
        cursor === undefined
          ? undefined
          : () => decodeCursor(list, cursor, reader.ground.cursorKey, backwards ? 'before' : 'after'),
      limit: limit + 1,
    });
    return reader.consistently(include, async (run) => {
      const { rows } = await run(statement);
      const more = rows.length > limit;
      const kept = more ? rows.slice(0, limit) : [...rows];
      if (backwards) kept.reverse();
      const at = (row: Row | undefined) =>
        row ? encodeCursor(list, sortValues(reader, layout, list.sorts, row), reader.ground.cursorKey) : null;
      return {
        items: await reader.entities(run, layout, kept, include),
        next: backwards || more ? at(kept.at(-1)) : null,
        previous: (backwards ? more : after !== undefined) ? at(kept[0]) : null,
      };
    });
  },

  first: async (input = {}) => {
    assertOptions(input, firstOptions);
    const { where, sorts } = listOf(reader, input);
    const layout = reader.layout(input);
    const statement = listStatement(reader.reading(input.withDeleted), layout, {
      where,
      sorts,
      after: undefined,
      limit: 1,
    });
    return reader.consistently(input.include, async (run) => {
      const { rows } = await run(statement);
      const [entity] = await reader.entities(run, layout, rows, input.include);
      return entity ?? null;
    });
  },
});

export const listOf = (reader: Reader, input: UntypedFirstInput): ListIdentity => {
  const { definition, ground } = reader;
  const { where = {}, orderBy = {}, withDeleted = false } = input;
  const sorts = sortsOf({ variable: 'n', definition }, orderBy, ground);
  return { label: definition.label, owner: ground.owner, withDeleted, where, sorts };
};

/** The sort values of a row say where its page ends, whether they are wanted or not. */
export const layoutOfList = (reader: Reader, projection: UntypedProjection, sorts: readonly Sort[]): Layout =>
  reader.layout(
    projection,
    sorts.map(({ field }) => field.name),
  );

export const sortValues = (
  { ground }: Reader,
  layout: Layout,
  sorts: readonly Sort[],
  row: Row,
): readonly unknown[] =>
  sorts.map(({ field }) => {
    const stored = row[layout.indexOf(field.name)];
    return stored === null || stored === undefined ? null : ground.codec.decode(field, stored);
  });
