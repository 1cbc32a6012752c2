import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bareEngines } from '../bare-engines.ts';
import { matches, type RelatedOf } from './oracle.ts';
import { Person, Place, peopleGraph } from './people.ts';
import { readStore } from './read-store.ts';

const texts = ['', 'a', 'A', 'ab', 'Ba', "b'`$p0", '\\', 'ß'];
const words = fc.constantFrom(...texts);
const ages = fc.integer({ min: -1, max: 3 });
const scores = fc.constantFrom(-0.5, 0, 1, 1.5);
const dates = fc.constantFrom(0, 1, 86_400_000).map((ms) => new Date(ms));

const people = Array.from({ length: 14 }, (_, index) => ({
  personId: `p${index}`,
  accountId: index % 2 === 0 ? 'me' : 'you',
  name: texts[index % texts.length],
  ...(index % 3 > 0 && { nick: texts[(index * 5) % texts.length] }),
  ...(index % 4 > 0 && { age: (index % 5) - 1 }),
  score: [-0.5, 0, 1, 1.5][index % 4],
  active: index % 3 === 0,
  ...(index % 5 > 1 && { born: new Date([0, 1, 86_400_000][index % 3] ?? 0) }),
  ...(index % 4 > 1 && { tags: texts.slice(0, index % 4) }),
  levels: index % 2 === 0 ? [] : [index % 3, 1],
  ...(index % 2 === 0 && { settings: { theme: 'x' } }),
  ...(index % 3 > 1 && { email: `e${index % 4}` }),
  ...(index === 13 && { deletedAt: new Date(5) }),
}));
const places = [
  { placeId: 'x', name: 'ab', n: 1 },
  { placeId: 'y', name: 'B', n: 0 },
];
const homes = people.flatMap((_, index) => (index % 3 > 0 ? [[index, index % 2] as const] : []));
const known = people.flatMap((_, index) =>
  [1, 4].flatMap((step) =>
    (index * step) % 5 > 1
      ? [[index, (index + step) % people.length, { weight: index % 3 === 0 ? undefined : step }] as const]
      : [],
  ),
);

const comparison = <T>(
  value: fc.Arbitrary<T>,
  optional: boolean,
  operators: Record<string, fc.Arbitrary<unknown>>,
) =>
  fc.oneof(
    value,
    ...(optional ? [fc.constant(null), fc.constant({ ne: null })] : []),
    fc
      .record(
        {
          eq: value,
          ne: value,
          in: fc.array(value, { maxLength: 3 }),
          notIn: fc.array(value, { maxLength: 3 }),
          ...operators,
        },
        { requiredKeys: [] },
      )
      .filter((one) => Object.keys(one).some((key) => key !== 'ignoreCase')),
  );
const ordered = <T>(value: fc.Arbitrary<T>) => ({ lt: value, lte: value, gt: value, gte: value });
// Lowering by JavaScript and by an engine agree on these letters, and on their order.
const textual = {
  contains: words,
  startsWith: words,
  endsWith: words,
  ignoreCase: fc.boolean(),
  ...ordered(words),
};
const listed = <T>(value: fc.Arbitrary<T>) =>
  fc
    .record(
      {
        has: value,
        hasEvery: fc.array(value, { maxLength: 2 }),
        hasSome: fc.array(value, { maxLength: 2 }),
        isEmpty: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    .filter((one) => Object.keys(one).length > 0);

const personFields = {
  name: comparison(words, false, textual),
  nick: comparison(words, true, textual),
  age: comparison(ages, true, ordered(ages)),
  score: comparison(scores, false, ordered(scores)),
  active: comparison(fc.boolean(), false, {}),
  born: comparison(dates, true, ordered(dates)),
  tags: fc.oneof(listed(words), fc.constantFrom(null, { ne: null })),
  levels: listed(fc.integer({ min: 0, max: 2 })),
  settings: fc.constantFrom(null, { ne: null }),
  email: fc.oneof(fc.constantFrom(null, 'e0', { eq: 'e1' }, { in: ['e2', 'zz'] })),
  personId: fc.constantFrom('p0', 'p5', { in: ['p1', 'p2', 'p3'] }),
};
const weights = {
  $link: fc.record(
    { weight: comparison(fc.constantFrom(1, 4), true, ordered(fc.constantFrom(1, 4))) },
    { requiredKeys: [] },
  ),
};

const { person } = fc.letrec<{ person: object; place: object; friend: object }>((tie) => {
  const logic = (one: fc.Arbitrary<object>) => ({
    AND: fc.array(one, { maxLength: 2 }),
    OR: fc.array(one, { maxLength: 2 }),
    NOT: fc.oneof(one, fc.array(one, { maxLength: 2 })),
  });
  const related = (one: fc.Arbitrary<object>) =>
    fc
      .record({ some: one, none: one, every: one }, { requiredKeys: [] })
      .filter((filter) => Object.keys(filter).length > 0);
  const few = (model: Record<string, fc.Arbitrary<unknown>>) =>
    fc
      .subarray(Object.keys(model), { maxLength: 2 })
      .chain((names) =>
        fc.record(Object.fromEntries(names.map((name) => [name, model[name] ?? fc.constant(null)]))),
      );
  const nested = { maxDepth: 3, depthSize: 'small', withCrossShrink: true } as const;
  const personModel = () => ({
    ...logic(tie('person')),
    knows: related(tie('friend')),
    manages: related(tie('person')),
    home: related(tie('place')),
  });
  return {
    person: fc.oneof(nested, few(personFields), few({ ...personFields, ...personModel() })),
    friend: fc.oneof(
      nested,
      few({ ...personFields, ...weights }),
      few({ ...personFields, ...weights, ...personModel() }),
    ),
    place: fc.oneof(
      nested,
      few({ name: personFields.name, n: personFields.levels && comparison(ages, false, ordered(ages)) }),
      few({ ...logic(tie('place')), residents: related(tie('person')) }),
    ),
  };
});

describe.each(await bareEngines())('random filters on $name', (bare) => {
  const store = readStore(peopleGraph, bare);
  beforeAll(async () => {
    for (const one of people) await store.add(Person, one);
    for (const one of places) await store.add(Place, one);
    for (const [index, place] of homes)
      await store.join(Person, `p${index}`, 'home', Place, places[place]?.placeId ?? '');
    for (const [from, to, link] of known)
      await store.join(Person, `p${from}`, 'knows', Person, `p${to}`, link);
    for (const [from, to] of known)
      if (to % 3 === 0) await store.join(Person, `p${from}`, 'manages', Person, `p${to}`);
  });

  const visible = (owner: string | undefined) =>
    people.filter((one) => !one.deletedAt && (owner === undefined || one.accountId === owner));
  const relatedTo =
    (owner: string | undefined): RelatedOf =>
    (entity, relationship) => {
      const seen = visible(owner);
      const one = (index: number, link?: object) =>
        seen.flatMap((other) => (other.personId === `p${index}` ? [{ ...other, $link: { ...link } }] : []));
      const own = Number(String(entity['personId']).slice(1));
      if (relationship === 'home')
        return homes.flatMap(([index, place]) => (index === own ? [places[place] ?? {}] : []));
      if (relationship === 'residents')
        return homes.flatMap(([index, place]) =>
          places[place]?.placeId === entity['placeId'] ? one(index) : [],
        );
      if (relationship === 'manages')
        return known.flatMap(([from, to]) => (from === own && to % 3 === 0 ? one(to) : []));
      return known.flatMap(([from, to, link]) => [
        ...(from === own ? one(to, link) : []),
        ...(to === own && from !== to ? one(from, link) : []),
      ]);
    };

  it('finds what the filter means, for all and for one owner', { timeout: 60_000 }, async () => {
    const check = async (where: object, owner: string | undefined) => {
      const expected = visible(owner).filter((one) => matches(one, where as never, relatedTo(owner)));
      const { items } = await store.repo(Person, owner).find({ where, limit: 100 });
      expect(items.map((item) => item.personId).sort()).toEqual(expected.map((one) => one.personId).sort());
    };
    await fc.assert(fc.asyncProperty(person, fc.constantFrom(undefined, 'me'), check), {
      numRuns: bare.name === 'neo4j' ? 25 : 400,
    });
  });
});
