import { bindNeogma } from '@graphkeep/models/neogma';
import neo4j, { type Driver } from 'neo4j-driver';
import { type Neogma, Op, QueryBuilder } from 'neogma';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GraphStore, openGraph } from '../src/index.ts';
import { guard, testEngines } from './engines.ts';
import { Film, type Films, films, Person } from './neogma/films.ts';
import { neogmaModels } from './neogma/models.ts';

const engines = await testEngines();

/** Neogma over a store's own driver: its models of a graph, models written by hand, and its query builder. */
const neogmaOver = (store: GraphStore<Films>) => {
  const { models, queryRunner } = bindNeogma(films, { driver: store.driver() }, { writes: 'allow' });
  // Of a Neogma, models need what runs their statements.
  const own = neogmaModels({ queryRunner, modelsByName: {} } as unknown as Neogma);
  const built = async (build: (builder: QueryBuilder) => QueryBuilder) => {
    const { records } = await build(new QueryBuilder()).run(queryRunner);
    return records.map((record) => record.toObject());
  };
  return {
    person: models.NgPerson,
    film: models.NgFilm,
    user: own.User,
    order: own.Order,
    built,
    driver: store.driver(),
  };
};
type Over = ReturnType<typeof neogmaOver>;

const byName = { on: 'target', property: 'name', direction: 'ASC' } as const;
const byTitle = { on: 'target', property: 'title', direction: 'DESC' } as const;
const named = (name: string) => ({ where: { name } });
const plain = true;
const order: ['title', 'ASC'][] = [['title', 'ASC']];

const reads: Readonly<Record<string, (over: Over) => Promise<unknown>>> = {
  'all nodes': ({ person }) => person.findMany({ plain, order: [['name', 'ASC']] }),
  'one by a value': ({ person }) => person.findOne({ ...named('Ada'), plain }),
  'one that is not there': ({ person }) => person.findOne({ ...named('Nobody'), plain }),
  'a missing property': ({ person }) => person.findMany({ where: { born: 1815 }, plain }),
  'order, skip and limit': ({ film }) =>
    film.findMany({ plain, order: [['year', 'DESC']], skip: 1, limit: 2 }),
  'several conditions': ({ film }) =>
    film.findMany({
      plain,
      order,
      where: { year: { [Op.gt]: 1950, [Op.lte]: 1972 }, stars: { [Op.gte]: 3 } },
    }),
  eq: ({ film }) => film.findMany({ plain, order, where: { title: { [Op.eq]: 'Solaris' } } }),
  ne: ({ film }) => film.findMany({ plain, order, where: { title: { [Op.ne]: 'Solaris' } } }),
  in: ({ film }) => film.findMany({ plain, order, where: { title: { [Op.in]: ['Solaris', 'Alien'] } } }),
  contains: ({ film }) => film.findMany({ plain, order, where: { title: { [Op.contains]: 'li' } } }),
  lt: ({ film }) => film.findMany({ plain, order, where: { stars: { [Op.lt]: 4.5 } } }),
  _in: ({ film }) => film.findMany({ plain, order, where: { tags: { [Op._in]: 'space' } } }),
  'related nodes': ({ person }) =>
    person.findMany({ plain, order: [['name', 'ASC']], relationships: { films: { order: [byTitle] } } }),
  'related nodes, some of them': ({ person }) =>
    person.findMany({
      plain,
      order: [['name', 'DESC']],
      skip: 1,
      limit: 2,
      relationships: { films: { order: [byTitle], skip: 1, limit: 1 } },
    }),
  'related nodes by conditions': ({ person }) =>
    person.findMany({
      plain,
      order: [['name', 'ASC']],
      relationships: {
        films: {
          where: { target: { year: { [Op.gt]: 1970 } }, relationship: { share: { [Op.lt]: 0.75 } } },
          order: [{ on: 'relationship', property: 'share', direction: 'ASC' }],
        },
        friends: { where: { target: { name: { [Op.ne]: 'Cleo' } } }, order: [byName] },
      },
    }),
  'related nodes of related nodes': ({ person }) =>
    person.findMany({
      plain,
      order: [['name', 'ASC']],
      relationships: {
        films: {
          order: [byTitle],
          limit: 2,
          relationships: { cast: { order: [byName], relationships: { friends: { order: [byName] } } } },
        },
        friends: {
          order: [byName],
          relationships: { friends: { order: [byName] }, films: { order: [byTitle] } },
        },
      },
    }),
  'related nodes of one': ({ film }) =>
    film.findOne({
      where: { title: { [Op.eq]: 'Alien' } },
      plain,
      relationships: { cast: { order: [byName], limit: 5 } },
    }),
  'related nodes as a transaction has changed them': async ({ person, film, driver }) => {
    const session = driver.session();
    const transaction = await session.beginTransaction();
    try {
      const changed = { where: { title: 'Alien' }, session: transaction } as never;
      await film.update({ stars: 0.5, title: 'Aliens' } as never, changed);
      const relationships = { films: { order: [byTitle] } };
      return await person.findMany({ ...named('Ada'), relationships, session: transaction, plain } as never);
    } finally {
      await transaction.rollback();
      await session.close();
    }
  },
  relationships: ({ person }) =>
    person.findRelationships({
      alias: 'friends',
      where: { source: { name: 'Ada' }, target: { name: 'Bob' } },
    }),
  'relationships, some of them': ({ person }) =>
    person.findRelationships({
      alias: 'films',
      where: { relationship: { role: 'lead' } },
      order: [
        { on: 'source', property: 'name', direction: 'DESC' },
        { on: 'target', property: 'title', direction: 'ASC' },
      ],
      skip: 1,
      limit: 2,
    }),
  'the builder’s match, order and limit': ({ built }) =>
    built((q) =>
      q
        .match({ identifier: 'p', label: 'NgPerson', where: { name: 'Ada' } })
        .return('p.name AS name, p')
        .orderBy('p.name')
        .limit(2),
    ),
  'the builder’s related nodes': ({ built, person, film }) =>
    built((q) =>
      q
        .match({
          related: [
            { identifier: 'p', model: person },
            { ...person.getRelationshipByAlias('films'), identifier: 'r' },
            { identifier: 'f', model: film },
          ],
        })
        .where({ p: { name: 'Ada' }, r: { role: 'lead' } })
        .with('p, count(f) AS films, sum(r.share) AS shares')
        .return(['p.name', 'films', 'shares']),
    ),
  'the builder’s optional match': ({ built }) =>
    built((q) =>
      q
        .match({ identifier: 'p', label: 'NgPerson' })
        .match({
          related: [
            { identifier: 'p' },
            { direction: 'out', name: 'KNOWS' },
            { identifier: 'f', label: 'NgPerson' },
          ],
          optional: true,
        })
        .return('p.name AS name, f.name AS friend')
        .orderBy('name, friend'),
    ),
  'the builder’s unwind': ({ built }) =>
    built((q) => q.unwind({ value: '[1, 2]', as: 'x' }).return('x * 2 AS y')),
  'the builder’s subquery': ({ built }) =>
    built((q) =>
      q
        .match({ identifier: 'p', label: 'NgPerson' })
        .call('WITH p MATCH (p)-[r:PLAYED]->(f) RETURN f.title AS title ORDER BY title LIMIT 1')
        .return('p.name AS name, title')
        .orderBy('name'),
    ),
};

const writes: Readonly<Record<string, (over: Over) => Promise<unknown>>> = {
  createOne: ({ user }) => user.createOne({ id: 'a', name: 'Ann', nick: 'x' }),
  'createOne with merge': ({ user }) => user.createOne({ id: 'a', name: 'Ann', nick: 'x' }, { merge: true }),
  'createOne with related nodes': ({ user }) =>
    user.createOne({ id: 'b', name: 'Ben', orders: { properties: [{ id: 'o1' }, { id: 'o2' }] } }),
  'createOne beside what is there': ({ user }) =>
    user.createOne({ id: 'c', name: 'Cid', orders: { where: [{ params: { id: 'o1' } }] } }),
  createMany: ({ user }) => user.createMany(['d', 'e'].map((id) => ({ id, name: 'Dee' }))),
  'createMany with merge': ({ user }) =>
    user.createMany(
      ['d', 'f'].map((id) => ({ id, name: 'Dee' })),
      { merge: true },
    ),
  update: ({ user }) => user.update({ nick: 'new' }, { where: { name: 'Dee' } }),
  'update that returns': ({ user }) => user.update({ nick: 'ann' }, { where: { id: 'a' }, return: true }),
  relateTo: ({ user }) =>
    user.relateTo({ alias: 'orders', where: { source: { id: 'a' }, target: { id: 'o2' } } }),
  'relateTo of bound models': ({ person }) =>
    person.relateTo({
      alias: 'films',
      where: { source: { name: 'Cleo' }, target: { title: 'Alien' } },
      properties: { role: 'cat', share: 1 } as never,
    }),
  'update of bound models': ({ film }) =>
    film.update({ stars: 1.5 } as never, { where: { title: 'Stalker' } }),
  updateRelationship: ({ person }) =>
    person.updateRelationship(
      { role: 'dog' } as never,
      { alias: 'films', where: { source: { name: 'Cleo' } } } as never,
    ),
  save: async ({ user }) => {
    const ann = await user.findOne({ where: { id: 'a' } });
    if (!ann) throw new Error('There is no such user.');
    ann.name = 'Anna';
    await ann.save();
    return ann.getDataValues();
  },
  deleteRelationships: ({ person }) =>
    person.deleteRelationships({
      alias: 'films',
      where: { source: { name: 'Cleo' }, target: { title: 'Alien' } } as never,
    }),
  'delete of an instance': async ({ user }) => {
    const ann = await user.findOne({ where: { id: 'a' } });
    return ann?.delete({ detach: true });
  },
  delete: ({ user }) => user.delete({ where: { name: 'Dee' } }),
  'delete with detach': ({ user }) => user.delete({ where: { name: 'Cid' }, detach: true }),
  'the builder’s create': ({ built }) =>
    built((q) =>
      q
        .create({
          related: [
            { identifier: 'u', label: 'NgUser', properties: { id: 'g' } },
            { direction: 'out', name: 'ORDERED', properties: { at: 1.5 } },
            { label: 'NgOrder', properties: { id: 'o3' } },
          ],
        })
        .return('u'),
    ),
  'the builder’s merge, set and remove': ({ built }) =>
    built((q) =>
      q
        .merge({ identifier: 'u', label: 'NgUser', properties: { id: 'g' } })
        .set({ identifier: 'u', properties: { name: 'Gil', nick: 'y' } })
        .remove({ identifier: 'u', properties: ['nick'] })
        .return('u'),
    ),
  'the builder’s delete': ({ built }) =>
    built((q) =>
      q
        .match({ identifier: 'o', label: 'NgOrder', where: { id: 'o3' } })
        .delete({ identifiers: 'o', detach: true }),
    ),
};

describe('neogma over a store', () => {
  const stores: GraphStore<Films>[] = [];
  beforeAll(async () => {
    for (const engine of engines) {
      const store = await engine.open(films);
      stores.push(store);
      await clear(store.driver());
      await fill(store);
    }
  });
  afterAll(async () => {
    for (const store of stores) {
      await clear(store.driver());
      await store.close();
    }
  });

  /** What each engine answers, with what it holds then. */
  const outcomes = (work: (over: Over) => Promise<unknown>, left: boolean) =>
    Promise.all(
      stores.map(async (store) => {
        const answer = comparable(await work(neogmaOver(store)));
        return left ? { answer, left: await contents(store.driver()) } : { answer };
      }),
    );

  it.each(Object.entries(reads))('reads %s alike on every engine', async (_, read) => {
    const [first, ...others] = await outcomes(read, false);
    for (const other of others) expect(first).toEqual(other);
    expect(JSON.stringify(first?.answer)).toMatchSnapshot();
  });

  it.each(Object.entries(writes))('writes by %s alike on every engine', async (_, write) => {
    const [first, ...others] = await outcomes(write, true);
    for (const other of others) expect(first).toEqual(other);
    expect(JSON.stringify(first?.answer)).toMatchSnapshot();
  });
});

const refused: Readonly<Record<string, (over: Over) => Promise<unknown>>> = {
  'a date as a condition': ({ person }) =>
    person.findMany({ where: { createdAt: neo4j.types.DateTime.fromStandardDate(new Date(0)) } } as never),
  'integers and floats in one list': ({ film }) =>
    film.findMany({ where: { year: { [Op.in]: [neo4j.int(1), 2.5] } } } as never),
  'a map projection': ({ built }) =>
    built((q) => q.match({ identifier: 'p', label: 'NgPerson' }).return('p {.name} AS p')),
  'a subquery that writes': ({ built }) =>
    built((q) =>
      q
        .match({ identifier: 'p', label: 'NgPerson' })
        .call('WITH p CREATE (p)-[:ORDERED]->(o:NgOrder) RETURN o')
        .return('o'),
    ),
  'a subquery before a write': ({ built }) =>
    built((q) =>
      q
        .match({ identifier: 'p', label: 'NgPerson' })
        .call('WITH p MATCH (p)-->(f) RETURN count(f) AS films')
        .set('p.born = films'),
    ),
  'loaded nodes that are then matched from': ({ built }) =>
    built((q) =>
      q
        .match({ identifier: 'p', label: 'NgPerson' })
        .with('collect(CASE WHEN p.born > 1 THEN {node: p} END)[0] AS first')
        .with('first.node AS p')
        .match({ related: [{ identifier: 'p' }, { direction: 'out', name: 'KNOWS' }, { identifier: 'f' }] })
        .return('f'),
    ),
};

describe('neogma over the embedded engine is refused', () => {
  it.each(Object.entries(refused))('%s', async (_, use) => {
    const store = await openGraph({ graph: films, url: 'memory:', guard });
    try {
      await expect(use(neogmaOver(store))).rejects.toMatchObject({
        message: expect.stringMatching(/The embedded engine .* Instead: /),
      });
    } finally {
      await store.close();
    }
  });

  it('what a bound model makes, as its dates are no numbers', async () => {
    const store = await openGraph({ graph: films, url: 'memory:', guard });
    try {
      const made = { personId: '1', name: 'Ada', createdAt: 0, updatedAt: 0 };
      await expect(neogmaOver(store).person.createOne(made as never)).rejects.toThrow(/validating/);
    } finally {
      await store.close();
    }
  });
});

const fill = async (store: GraphStore<Films>): Promise<void> => {
  const people = store.repo(Person);
  const make = (personId: string, name: string, born?: number) =>
    people.create({ personId, name, ...(born !== undefined && { born }) });
  for (const [id, name, born] of [
    ['1', 'Ada', 1815],
    ['2', 'Bob'],
    ['3', 'Cleo', 1900],
    ['4', 'Dan'],
  ] as const)
    await make(id, name, born);
  // No whole floats: the embedded store keeps those as integers.
  const all = [
    { filmId: 'a', title: 'Alien', stars: 4.75, year: 1979, tags: ['space', 'fear'] },
    { filmId: 's', title: 'Solaris', stars: 4.5, year: 1972, tags: ['space'] },
    { filmId: 't', title: 'Stalker', stars: 3.25, year: 1979, tags: [] },
    { filmId: 'm', title: 'Metropolis', stars: 2.25, year: 1927 },
  ];
  await store.repo(Film).createMany(all);
  const play = (personId: string, filmId: string, role: string, share: number) =>
    people.relate({ personId }, 'films', { filmId }, { role, share });
  await play('1', 'a', 'lead', 0.5);
  await play('1', 's', 'lead', 0.9);
  await play('1', 't', 'voice', 0.25);
  await play('2', 'a', 'lead', 1.9);
  await play('3', 's', 'voice', 0.75);
  for (const [from, to] of [
    ['1', '2'],
    ['1', '3'],
    ['2', '1'],
    ['3', '3'],
  ] as const)
    await people.relate({ personId: from }, 'friends', { personId: to });
};

const LABELS = 'n:NgPerson OR n:NgFilm OR n:NgUser OR n:NgOrder';

const clear = async (driver: Driver): Promise<void> => {
  await driver.executeQuery(`MATCH (n) WHERE ${LABELS} DETACH DELETE n`);
};

/** All that there is, in an order that does not depend on the engine. */
const contents = async (driver: Driver): Promise<string[]> => {
  const { records } = await driver.executeQuery(
    `MATCH (n) WHERE ${LABELS} OPTIONAL MATCH (n)-[r]->(o) RETURN n, r, o`,
  );
  return records.map((record) => JSON.stringify(comparable(record.toObject()))).sort();
};

/** Names of properties whose values differ from run to run or are kept otherwise by each engine. */
const OWN = new Set(['createdAt', 'updatedAt']);

/** An answer without identities, instances and moments. */
const comparable = (value: unknown): unknown => {
  if (neo4j.isInt(value)) return `integer ${value}`;
  if (Array.isArray(value)) return value.map(comparable);
  if (neo4j.isNode(value)) return { labels: [...value.labels].sort(), ...sorted(value.properties) };
  if (neo4j.isRelationship(value)) return { type: value.type, ...sorted(value.properties) };
  if (typeof value !== 'object' || value === null) return value;
  if ('records' in value && 'summary' in value)
    return { rows: comparable(value.records), counters: countersOf(value.summary) };
  if (value instanceof neo4j.types.Record) return comparable(value.toObject());
  if ('getDataValues' in value && typeof value.getDataValues === 'function')
    return comparable(value.getDataValues());
  return sorted(value);
};

const countersOf = (summary: unknown): unknown =>
  summary instanceof neo4j.types.ResultSummary ? summary.counters.updates() : undefined;

const sorted = (map: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(map)
      .filter(([key]) => !OWN.has(key))
      .map(([key, value]): [string, unknown] => [key, comparable(value)])
      .sort(([left], [right]) => left.localeCompare(right)),
  );
