import { expectTypeOf, it } from 'vitest';
import type { EntityOf, FindInput, IncludeOf, LoadedOf, SelectOf, WhereOf } from '../../src/index.ts';
import type { Estate } from '../estate.ts';

type Nothing = Record<never, never>;
type AppEntity = EntityOf<Estate['App']>;

const where = (_: WhereOf<Estate, 'App'>): void => {};
const whereStore = (_: WhereOf<Estate, 'Store'>): void => {};
declare const find: <
  const I extends IncludeOf<Estate, 'App'> = Nothing,
  const S extends SelectOf<AppEntity> = Nothing,
  const O extends SelectOf<AppEntity> = Nothing,
>(
  input: FindInput<Estate, 'App', I, S, O>,
) => readonly LoadedOf<Estate, 'App', I, S, O>[];

it('filters each field by what can be asked of it', () => {
  where({
    name: 'web',
    mode: { in: ['on'] },
    size: { gte: 1, ne: 5 },
    live: true,
    since: { lt: new Date() },
  });
  where({ name: { contains: 'a', startsWith: 'b', endsWith: 'c', ignoreCase: true } });
  where({ ratio: null, since: { ne: null }, settings: null });
  where({ tags: { has: 'a', hasSome: ['b'], hasEvery: ['c'], isEmpty: false } });
  where({ token: 'abcd', createdAt: { gt: new Date() }, version: 3, deletedAt: null });
  where({ token: { in: ['abcd'] } });
  // @ts-expect-error a name is never missing
  where({ name: null });
  // @ts-expect-error a number contains no text
  where({ size: { contains: '1' } });
  // @ts-expect-error a boolean has no order
  where({ live: { gt: false } });
  // @ts-expect-error none of its values
  where({ mode: 'half' });
  // @ts-expect-error a list is asked for what it has
  where({ tags: ['a'] });
  // @ts-expect-error what is encrypted is found by itself alone
  where({ token: { startsWith: 'a' } });
  // @ts-expect-error nested values are there or missing
  where({ settings: { depth: 1 } });
  // @ts-expect-error no such field
  where({ nmae: 'x' });
});

it('joins filters, and follows relationships', () => {
  where({ AND: [{ size: 1 }, { OR: [{ live: true }, { NOT: { size: 2 } }] }], NOT: [{ name: 'x' }] });
  where({ needs: { some: { name: 'db', $link: { kind: 'hard' }, needs: { none: {} } } } });
  where({
    stores: { every: { status: 'up', $label: 'Disk', $link: { $type: 'READS', weight: { gt: 1 } } } },
  });
  whereStore({ region: { ne: null }, users: { some: { name: 'web' } } });
  // @ts-expect-error AND joins a list
  where({ AND: { size: 1 } });
  // @ts-expect-error a relationship is asked for some, none or every
  where({ needs: { name: 'db' } });
  // @ts-expect-error no such property of the relationship
  where({ needs: { some: { $link: { weight: 1 } } } });
  // @ts-expect-error this relationship has no properties
  where({ parent: { some: { $link: { kind: 'x' } } } });
  // @ts-expect-error no such type
  where({ stores: { some: { $link: { $type: 'NEEDS' } } } });
  // @ts-expect-error an abstract node has only what its nodes share
  whereStore({ arn: 'x' });
  // @ts-expect-error wrong three levels down
  where({ OR: [{ needs: { some: { parent: { every: { size: 'x' } } } } }] });
});

it('loads exactly what is included, with filter, order, limit and fields at each level', () => {
  const [app] = find({
    where: { size: 1 },
    orderBy: { createdAt: 'desc', name: 'asc' },
    limit: 10,
    after: 'x',
    include: {
      needs: {
        where: { live: true, $link: { kind: 'hard' } },
        orderBy: { $link: { at: 'desc' }, name: 'asc' },
        limit: 3,
        include: { parent: { select: { name: true } } },
        omit: { settings: true },
      },
      stores: true,
      parent: { include: { stores: { select: { status: true } } } },
    },
  });
  type Loaded = NonNullable<typeof app>;
  type Need = Loaded['needs'][number];
  expectTypeOf<Loaded['name']>().toEqualTypeOf<string>();
  expectTypeOf<Need['$link']['kind']>().toEqualTypeOf<string>();
  expectTypeOf<Need['$link']['at']>().toEqualTypeOf<Date | undefined>();
  expectTypeOf<Need>().not.toHaveProperty('settings');
  expectTypeOf<Need>().not.toHaveProperty('needs');
  expectTypeOf<NonNullable<Need['parent']>['name']>().toEqualTypeOf<string>();
  expectTypeOf<NonNullable<Need['parent']>>().not.toHaveProperty('size');
  expectTypeOf<Extract<Loaded['parent'], null>>().toEqualTypeOf<null>();
  expectTypeOf<Loaded['stores'][number]['$link']['$type']>().toEqualTypeOf<'READS' | 'WRITES'>();
  expectTypeOf<Loaded['stores'][number]['$link']['weight']>().toEqualTypeOf<number>();
  expectTypeOf<Loaded['stores'][number]['$label']>().toEqualTypeOf<string>();
  expectTypeOf<NonNullable<Loaded['parent']>['stores'][number]>().not.toHaveProperty('region');
  expectTypeOf<Loaded>().not.toBeAny();
});

it('selects or omits fields', () => {
  const [selected] = find({ select: { name: true, version: true }, include: { parent: true } });
  expectTypeOf<keyof NonNullable<typeof selected>>().toEqualTypeOf<'name' | 'version' | 'parent'>();
  expectTypeOf<NonNullable<typeof selected>['version']>().toEqualTypeOf<number>();
  expectTypeOf<NonNullable<typeof selected>>().not.toHaveProperty('size');
  const [omitted] = find({ omit: { secret: true } });
  expectTypeOf<NonNullable<typeof omitted>>().not.toHaveProperty('secret');
  expectTypeOf<NonNullable<typeof omitted>['size']>().toEqualTypeOf<number>();
});

it('refuses what is not there', () => {
  // @ts-expect-error no such relationship
  find({ include: { friends: true } });
  // @ts-expect-error nor two levels down
  find({ include: { needs: { include: { parent: { include: { friends: true } } } } } });
  // @ts-expect-error a relationship is included, or not named
  find({ include: { needs: false } });
  // @ts-expect-error no such field
  find({ select: { nmae: true } });
  // @ts-expect-error no such field of the related node
  find({ include: { needs: { select: { nmae: true } } } });
  // @ts-expect-error a list has no order
  find({ orderBy: { tags: 'asc' } });
  // @ts-expect-error up or down
  find({ orderBy: { name: 'up' } });
  // @ts-expect-error the relationship has no such property to sort by
  find({ include: { needs: { orderBy: { $link: { weight: 'asc' } } } } });
});
