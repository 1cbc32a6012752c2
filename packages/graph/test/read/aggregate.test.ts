import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bareEngines } from '../bare-engines.ts';
import { library } from './library.ts';
import { Item, Person, Place } from './people.ts';

describe.each(await bareEngines())('figures on $name', (bare) => {
  const { repo, fill, statements } = library(bare);
  beforeAll(fill);
  beforeEach(() => void statements.splice(0));

  it('are of what a filter finds', async () => {
    const all = await repo(Person).aggregate({
      count: true,
      countDistinct: ['age', 'accountId'],
      sum: ['age', 'score'],
      avg: ['age', 'score'],
      min: ['name', 'born', 'age'],
      max: ['name', 'born', 'age', 'score'],
    });
    expect(all).toEqual({
      count: 5,
      countDistinct: { age: 3, accountId: 2 },
      sum: { age: 126, score: 4 },
      avg: { age: 31.5, score: expect.closeTo(0.8) },
      min: { name: 'ADA', born: new Date(1_000), age: 20 },
      max: { name: 'EVE', born: new Date(1_000), age: 50, score: 2 },
    });
    expect(
      await repo(Person, 'me').aggregate({ where: { knows: { some: {} } }, sum: ['age'], count: true }),
    ).toEqual({ count: 3, sum: { age: 56 } });
    expect(await repo(Person).aggregate({ where: { name: 'OLD' }, count: true, withDeleted: true })).toEqual({
      count: 1,
    });
    expect(await repo(Place).aggregate({ max: ['name'], sum: ['n'] })).toEqual({
      max: { name: 'West' },
      sum: { n: 6 },
    });
    expect(await repo(Item).aggregate({ count: true, max: ['year'] })).toEqual({
      count: 3,
      max: { year: 1979 },
    });
  });

  it('of nothing are 0 and null', async () => {
    expect(
      await repo(Person).aggregate({
        where: { name: 'nobody' },
        count: true,
        countDistinct: ['name'],
        sum: ['age'],
        avg: ['score'],
        min: ['born'],
        max: ['name'],
      }),
    ).toEqual({
      count: 0,
      countDistinct: { name: 0 },
      sum: { age: 0 },
      avg: { score: null },
      min: { born: null },
      max: { name: null },
    });
  });

  it('are of each group, filtered and ordered', async () => {
    const people = repo(Person);
    expect(await people.groupBy({ by: ['accountId'], count: true, sum: ['age'], max: ['born'] })).toEqual([
      { by: { accountId: 'me' }, count: 3, sum: { age: 56 }, max: { born: new Date(1_000) } },
      { by: { accountId: 'you' }, count: 2, sum: { age: 70 }, max: { born: null } },
    ]);
    expect(await people.groupBy({ by: ['age'] })).toEqual([
      { by: { age: 20 } },
      { by: { age: 36 } },
      { by: { age: 50 } },
      { by: {} },
    ]);
    expect(
      await people.groupBy({
        by: ['accountId', 'active'],
        where: { name: { ne: 'EVE' } },
        count: true,
        sum: ['age'],
        orderBy: { sum: { age: 'desc' }, by: { active: 'asc' } },
        limit: 3,
      }),
    ).toEqual([
      { by: { accountId: 'me', active: true }, count: 2, sum: { age: 56 } },
      { by: { accountId: 'you', active: true }, count: 1, sum: { age: 20 } },
      { by: { accountId: 'me', active: false }, count: 1, sum: { age: 0 } },
    ]);
    expect(
      await people.groupBy({
        by: ['accountId'],
        count: true,
        avg: ['age'],
        having: { count: { gte: 2 }, avg: { age: { gt: 30, lt: 40 } } },
      }),
    ).toEqual([{ by: { accountId: 'you' }, count: 2, avg: { age: 35 } }]);
    expect(await people.groupBy({ by: ['active'], sum: ['age'], having: { sum: { age: 0 } } })).toEqual([
      { by: { active: false }, sum: { age: 0 } },
    ]);
    expect(await repo(Person, 'you').groupBy({ by: ['accountId'], count: true })).toEqual([
      { by: { accountId: 'you' }, count: 2 },
    ]);
    expect(await repo(Item).groupBy({ by: ['$label'], count: true, orderBy: { count: 'desc' } })).toEqual([
      { by: { $label: 'Book' }, count: 2 },
      { by: { $label: 'Film' }, count: 1 },
    ]);
  });

  it('are one statement of which every value is bound', async () => {
    await repo(Person, 'me').groupBy({
      by: ['age'],
      count: true,
      sum: ['score'],
      having: { count: 1 },
      limit: 7,
    });
    expect(statements[0]?.text).toBe(
      'MATCH (n:`Person`) WHERE n.`accountId` = $p0 AND n.`deletedAt` IS NULL WITH n.`age` AS g0, count(n) AS m0, sum(n.`score`) AS m1 WITH g0, coalesce(m0, 0) AS m0, coalesce(m1, 0) AS m1 WHERE m0 = $p1 RETURN g0 AS g0, m0 AS m0, m1 AS m1 ORDER BY g0 ASC LIMIT $p2',
    );
  });

  it.each([
    [{}, 'count'],
    [{ count: false }, 'count'],
    [{ sum: 'age' }, 'sum'],
    [{ sum: ['name'] }, 'sum.name'],
    [{ sum: ['age) //'] }, 'sum.age) //'],
    [{ min: ['active'] }, 'min.active'],
    [{ max: ['email'] }, 'max.email'],
    [{ avg: ['tags'] }, 'avg.tags'],
    [{ count: true, where: { name: undefined } }, 'where.name'],
    [{ median: ['age'] }, 'median'],
  ])('refuse %j', async (input, field) => {
    await expect(repo(Person).aggregate(input as never)).rejects.toMatchObject({
      code: 'invalid_input',
      field,
    });
    expect(statements).toEqual([]);
  });

  it.each([
    [{ by: [] }, 'by'],
    [{ by: ['tags'] }, 'by.tags'],
    [{ by: ['email'] }, 'by.email'],
    [{ by: ['age'], having: { count: 1 } }, 'having.count'],
    [{ by: ['age'], sum: ['score'], having: { sum: { age: 1 } } }, 'having.sum.age'],
    [{ by: ['age'], sum: ['score'], having: { sum: { score: undefined } } }, 'having.sum.score'],
    [{ by: ['age'], count: true, having: { count: { gt: '1' } } }, 'having.count.gt'],
    [{ by: ['age'], orderBy: { by: { name: 'asc' } } }, 'orderBy.by.name'],
    [{ by: ['age'], count: true, orderBy: { count: 'up' } }, 'orderBy.count'],
    [{ by: ['age'], limit: 5_000 }, 'limit'],
  ])('of groups refuse %j', async (input, field) => {
    await expect(repo(Person).groupBy(input as never)).rejects.toMatchObject({
      code: 'invalid_input',
      field,
    });
  });
});
