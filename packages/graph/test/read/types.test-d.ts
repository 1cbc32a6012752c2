import { expectTypeOf, it } from 'vitest';
import type { Reads } from '../../src/read/reads.ts';
import type { PeopleGraph } from './people.ts';

declare const people: Reads<PeopleGraph, 'Person'>;
declare const items: Reads<PeopleGraph, 'Item'>;

it('types what get, find and stream give by include, select and omit', async () => {
  const whole = await people.get({ personId: 'a' });
  expectTypeOf(whole.age).toEqualTypeOf<number | undefined>();
  expectTypeOf(whole.deletedAt).toEqualTypeOf<Date | undefined>();
  expectTypeOf(whole).not.toHaveProperty('home');

  const some = await people.get({ personId: 'a', select: { name: true } });
  expectTypeOf(some).toHaveProperty('name');
  expectTypeOf(some).not.toHaveProperty('age');

  const { items: found } = await people.find({
    omit: { tags: true },
    include: {
      home: { select: { n: true } },
      likes: { where: { $link: { $type: 'LOVES' } }, include: { fans: true } },
      knows: { orderBy: { $link: { since: 'desc' }, name: 'asc' } },
    },
  });
  const [first] = found;
  expectTypeOf(first).not.toEqualTypeOf<never>();
  type First = NonNullable<typeof first>;
  expectTypeOf<First>().not.toHaveProperty('tags');
  expectTypeOf<NonNullable<First['home']>['n']>().toEqualTypeOf<number>();
  expectTypeOf<NonNullable<First['home']>>().not.toHaveProperty('name');
  expectTypeOf<Extract<First['home'], null>>().toEqualTypeOf<null>();
  expectTypeOf<First['likes'][number]['$link']['$type']>().toEqualTypeOf<'LIKES' | 'LOVES'>();
  expectTypeOf<First['likes'][number]['$label']>().toEqualTypeOf<string>();
  expectTypeOf<First['likes'][number]['fans'][number]['name']>().toEqualTypeOf<string>();
  expectTypeOf<First['knows'][number]['$link']['weight']>().toEqualTypeOf<number | undefined>();

  const one = await people.first({ where: { name: 'a' }, select: { age: true } });
  expectTypeOf(one?.age).toEqualTypeOf<number | undefined>();
  expectTypeOf<Extract<typeof one, null>>().toEqualTypeOf<null>();
  for await (const person of people.stream({ include: { manager: true } }))
    expectTypeOf(person.manager?.name).toEqualTypeOf<string | undefined>();
  const many = await people.getMany([{ personId: 'a' }], { select: { active: true }, missing: 'error' });
  expectTypeOf(many[0]?.active).toEqualTypeOf<boolean | undefined>();
});

it('refuses what there is not', () => {
  // @ts-expect-error a key is needed
  void people.get({});
  // @ts-expect-error no such relationship
  void people.get({ personId: 'a', include: { friends: true } });
  // @ts-expect-error no such field
  void people.get({ personId: 'a', select: { nmae: true } });
  // @ts-expect-error an encrypted text is found by itself alone
  void people.find({ where: { email: { startsWith: 'a' } } });
  // @ts-expect-error a list is asked for what it holds
  void people.find({ where: { tags: ['x'] } });
  // @ts-expect-error name always has a value
  void people.find({ where: { name: null } });
  // @ts-expect-error a truth value has no order
  void people.find({ orderBy: { active: 'asc' } });
  // @ts-expect-error no such type of this relationship
  void people.find({ where: { likes: { some: { $link: { $type: 'HATES' } } } } });
  // @ts-expect-error an abstract node is found by label and key
  void items.get({ isbn: 'b1' });
  // @ts-expect-error the field has no vector
  void people.nearest({ field: 'name', vector: [1] });
});

it('types figures by what was asked for', async () => {
  const all = await people.aggregate({
    count: true,
    sum: ['age', 'score'],
    min: ['born', 'name'],
    avg: ['age'],
  });
  expectTypeOf(all.count).toEqualTypeOf<number>();
  expectTypeOf(all.sum).toEqualTypeOf<{ readonly age: number; readonly score: number }>();
  expectTypeOf(all.avg.age).toEqualTypeOf<number | null>();
  expectTypeOf(all.min.born).toEqualTypeOf<Date | null>();
  expectTypeOf(all.min.name).toEqualTypeOf<string | null>();
  expectTypeOf(all).not.toHaveProperty('max');
  // @ts-expect-error a text has no sum
  void people.aggregate({ sum: ['name'] });

  const groups = await people.groupBy({
    by: ['accountId', 'age'],
    where: { active: true },
    count: true,
    max: ['born'],
    having: { count: { gt: 1 }, max: { born: { lt: new Date() } } },
    orderBy: { max: { born: 'desc' }, by: { age: 'asc' } },
  });
  expectTypeOf(groups[0]?.by.accountId).toEqualTypeOf<string | undefined>();
  type Group = NonNullable<(typeof groups)[number]>;
  expectTypeOf<Group['by']['accountId']>().toEqualTypeOf<string>();
  expectTypeOf<Group['by']['age']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<Group['max']['born']>().toEqualTypeOf<Date | null>();
  // @ts-expect-error having speaks of what is asked for
  void people.groupBy({ by: ['age'], count: true, having: { sum: { age: 1 } } });
  // @ts-expect-error groups are made by fields of one value
  void people.groupBy({ by: ['tags'] });
});

it('tells the nodes of paths and subgraphs apart by their label', async () => {
  const [path] = await people.paths({
    from: { personId: 'a' },
    to: { $label: 'Place', $key: 'north' },
    through: ['knows', 'home', 'next'],
  });
  const node = path?.nodes[0];
  if (node?.$label === 'Place') expectTypeOf(node.placeId).toEqualTypeOf<string>();
  if (node?.$label === 'Person') expectTypeOf(node.age).toEqualTypeOf<number | undefined>();
  expectTypeOf<NonNullable<typeof node>['$label']>().toEqualTypeOf<'Person' | 'Place' | 'Book' | 'Film'>();
  // @ts-expect-error no node has such a relationship
  void people.subgraph({ from: { personId: 'a' }, through: ['nope'] });
});

it('types hits', async () => {
  const [hit] = await people.search({ text: 'a', select: { name: true }, include: { home: true } });
  expectTypeOf(hit?.score).toEqualTypeOf<number | undefined>();
  expectTypeOf(hit?.node.home?.name).toEqualTypeOf<string | undefined>();
});
