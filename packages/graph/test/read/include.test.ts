import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bareEngines } from '../bare-engines.ts';
import { library } from './library.ts';
import { Person, Place } from './people.ts';

describe.each(await bareEngines())('an include on $name', (bare) => {
  const { repo, fill, statements } = library(bare);
  beforeAll(fill);
  beforeEach(() => void statements.splice(0));
  const ada = { personId: 'ada' };

  it('filters, orders, limits and narrows each level', async () => {
    const person = await repo(Person).get({
      ...ada,
      include: {
        knows: {
          where: { active: true, $link: { weight: { gt: 1 } } },
          orderBy: { $link: { since: 'desc' } },
          limit: 2,
          select: { name: true },
          include: { home: { select: { n: true } } },
        },
      },
    });
    expect(person.knows).toEqual([
      { name: 'DAN', home: { n: 1 }, $link: { since: new Date(3_000), weight: 7 } },
      { name: 'BEA', home: { n: 2 }, $link: { since: new Date(1_000), weight: 5 } },
    ]);
    expect(statements.map(({ text }) => text)).toEqual([
      expect.stringContaining('MATCH (n:`Person`)'),
      'UNWIND $p0 AS `$of` MATCH (n:`Person` {`personId`: `$of`}) CALL (n) { MATCH (n)-[r:`KNOWS`]-(m:`Person`) WHERE m.`active` = $p1 AND r.`w` > $p2 AND m.`deletedAt` IS NULL WITH m, r ORDER BY r.`since` DESC, m.`personId` DESC LIMIT $p3 RETURN m.`name` AS `node.name`, m.`personId` AS `node.personId`, r.`since` AS `link.since`, r.`w` AS `link.weight` } RETURN `$of` AS `$of`, `node.name` AS `node.name`, `node.personId` AS `node.personId`, `link.since` AS `link.since`, `link.weight` AS `link.weight`',
      expect.stringContaining('-[r:`LIVES_IN`]->(m:`Old Town`)'),
    ]);
  });

  it('finds a relationship without a direction from both sides', async () => {
    const { items } = await repo(Person).find({ include: { knows: { select: { name: true } } } });
    expect(items.map(({ knows }) => knows.map(({ name }) => name).join(' '))).toEqual([
      'BEA CID DAN',
      'ADA EVE',
      'ADA',
      'ADA',
      'BEA',
    ]);
    const { items: places } = await repo(Place).find({ include: { next: true, residents: true } });
    expect(places.map(({ next }) => next.map(({ placeId }) => placeId))).toEqual([
      ['west'],
      ['west'],
      ['north', 'south'],
    ]);
    expect(places.map(({ residents }) => residents.map(({ name }) => name).join(' '))).toEqual([
      'ADA DAN',
      'BEA',
      '',
    ]);
  });

  it('loads nodes of an abstract label with what they share, and says which they are', async () => {
    const { likes } = await repo(Person).get({
      ...ada,
      include: { likes: { orderBy: { title: 'asc' }, omit: { createdAt: true, updatedAt: true } } },
    });
    expect(likes).toEqual([
      { $label: 'Film', $key: 'f1', title: 'Alien', year: 1979, $link: { $type: 'LIKES', stars: 3 } },
      { $label: 'Book', $key: 'b1', title: 'Emma', year: 1815, $link: { $type: 'LOVES', stars: 5 } },
    ]);
    const loved = await repo(Person).get({
      ...ada,
      include: {
        likes: {
          where: { $link: { $type: 'LOVES' } },
          select: { title: true },
          include: { fans: { select: { name: true } } },
        },
      },
    });
    expect(loved.likes).toEqual([
      {
        title: 'Emma',
        $link: { $type: 'LOVES', stars: 5 },
        fans: [
          { name: 'ADA', $link: { $type: 'LOVES' } },
          { name: 'DAN', $link: { $type: 'LIKES' } },
        ],
      },
    ]);
  });

  it('shows neither what was removed nor what is not the caller’s, at any level', async () => {
    const mine = await repo(Person, 'me').get({
      ...ada,
      include: {
        knows: { include: { knows: true } },
        manages: { include: { manages: true } },
        home: { include: { residents: true } },
      },
    });
    const names = (all: readonly { name: string }[]) => all.map(({ name }) => name).join(' ');
    expect(names(mine.knows)).toBe('BEA CID');
    expect(mine.knows.map(({ knows }) => names(knows))).toEqual(['ADA', 'ADA']);
    expect(names(mine.manages)).toBe('BEA');
    expect(mine.home && names(mine.home.residents)).toBe('ADA');
  });

  it('limits for each node before it reads, one statement a relationship', async () => {
    const { items } = await repo(Person).find({
      include: {
        knows: { limit: 1, orderBy: { name: 'desc' }, include: { manager: { select: { name: true } } } },
      },
      limit: 3,
      select: { name: true },
    });
    expect(items).toMatchObject([
      { name: 'ADA', knows: [{ name: 'DAN', manager: { name: 'ADA' } }] },
      { name: 'BEA', knows: [{ name: 'EVE', manager: null }] },
      { name: 'CID', knows: [{ name: 'ADA', manager: null }] },
    ]);
    expect(statements.map(({ operation }) => operation)).toEqual([
      'Person.list',
      'Person.knows',
      'Person.manager',
    ]);
  });

  const deep = (levels: number): object => (levels === 0 ? {} : { knows: { include: deep(levels - 1) } });
  it.each([
    [{ friends: true }, 'include.friends'],
    [{ toString: true }, 'include.toString'],
    [{ knows: false }, 'include.knows'],
    [{ knows: 'all' }, 'include.knows'],
    [{ knows: { limit: 0 } }, 'include.knows.limit'],
    [{ knows: { limit: 201 } }, 'include.knows.limit'],
    [{ knows: { were: {} } }, 'include.knows.were'],
    [{ knows: { where: { name: undefined } } }, 'include.knows.where.name'],
    [{ knows: { where: { $link: { nope: 1 } } } }, 'include.knows.where.$link.nope'],
    [{ knows: { orderBy: { $link: { nope: 'asc' } } } }, 'include.knows.orderBy.$link.nope'],
    [{ knows: { orderBy: { name: 'up' } } }, 'include.knows.orderBy.name'],
    [{ knows: { select: { 'x`': true } } }, 'include.knows.select.x`'],
    [{ home: { include: { nope: true } } }, 'include.home.include.nope'],
    [deep(6), 'include'],
  ])('refuses %j', async (include, field) => {
    await expect(repo(Person).get({ ...ada, include: include as never })).rejects.toMatchObject({
      code: 'invalid_input',
      field,
    });
  });
});
