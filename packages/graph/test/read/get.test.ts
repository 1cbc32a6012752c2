import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bareEngines } from '../bare-engines.ts';
import { library } from './library.ts';
import { Book, Film, Item, Person, Place } from './people.ts';

describe.each(await bareEngines())('get on $name', (bare) => {
  const { repo, fill, statements } = library(bare);
  beforeAll(fill);
  beforeEach(() => void statements.splice(0));
  const operations = () => statements.map(({ operation }) => operation);

  it('answers many calls of one tick by one statement, each with its own', async () => {
    const people = repo(Person);
    const late = async () => {
      await Promise.resolve();
      await Promise.resolve();
      return people.get({ personId: 'cid' });
    };
    const got = await Promise.allSettled([
      people.get({ personId: 'ada' }),
      repo(Person).get({ personId: 'bea' }),
      people.get({ personId: 'ada' }),
      people.get({ personId: 'nobody' }),
      late(),
    ]);
    expect(operations()).toEqual(['Person.getMany']);
    expect(got.map((one) => (one.status === 'fulfilled' ? one.value.name : one.reason.message))).toEqual([
      'ADA',
      'BEA',
      'ADA',
      'There is no Person nobody.',
      'CID',
    ]);
    const [first, , again] = got;
    expect(first).toEqual(again);
    expect(
      first?.status === 'fulfilled' && again?.status === 'fulfilled' && first.value !== again.value,
    ).toBe(true);
  });

  it('keeps apart what is not the same: another owner, other columns, the removed', async () => {
    const got = await Promise.allSettled([
      repo(Person, 'me').get({ personId: 'dan' }),
      repo(Person).get({ personId: 'dan' }),
      repo(Person).get({ personId: 'dan', select: { age: true } }),
      repo(Person).get({ personId: 'old' }),
      repo(Person).get({ personId: 'old', withDeleted: true }),
    ]);
    expect(
      got.map((one) => (one.status === 'fulfilled' ? Object.keys(one.value).length > 1 : one.reason.code)),
    ).toEqual(['not_found', true, false, 'not_found', true]);
  });

  it('reads only the columns that are asked for', async () => {
    expect(await repo(Person).get({ personId: 'ada', select: { age: true, name: true } })).toEqual({
      age: 36,
      name: 'ADA',
    });
    expect(statements[0]?.text).toBe(
      'MATCH (n:`Person`) WHERE n.`personId` = $p0 AND n.`deletedAt` IS NULL RETURN n.`name` AS `name`, n.`age` AS `age` LIMIT 1',
    );
    const place = await repo(Place).get({ placeId: 'north', omit: { createdAt: true, updatedAt: true } });
    expect(place).toEqual({ placeId: 'north', name: 'North', n: 1 });
  });

  it('gets many in the order of their keys', async () => {
    const people = repo(Person);
    const names = (all: readonly { name: string }[]) => all.map(({ name }) => name).join(' ');
    const keys = ['eve', 'nobody', 'ada', 'old', 'eve'].map((personId) => ({ personId }));
    expect(names(await people.getMany(keys))).toBe('EVE ADA EVE');
    expect(names(await repo(Person, 'me').getMany(keys))).toBe('ADA');
    expect(names(await people.getMany(keys, { withDeleted: true, select: { name: true } }))).toBe(
      'EVE ADA OLD EVE',
    );
    expect(await people.getMany([])).toEqual([]);
    await expect(people.getMany(keys, { missing: 'error' })).rejects.toMatchObject({ code: 'not_found' });
    const [ada] = await people.getMany([{ personId: 'ada' }], { include: { home: true } });
    expect(ada?.home?.name).toBe('North');
    await expect(
      people.getMany(Array.from({ length: 1_001 }, () => ({ personId: 'a' }))),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'keys',
    });
  });

  it('reads an abstract node by its label and key', async () => {
    const items = repo(Item);
    expect(
      await items.get({ $label: 'Book', $key: 'b1', omit: { createdAt: true, updatedAt: true } }),
    ).toEqual({
      $label: 'Book',
      $key: 'b1',
      title: 'Emma',
      year: 1815,
    });
    const many = await items.getMany([
      { $label: 'Film', $key: 'f1' },
      { $label: 'Book', $key: 'b2' },
      { $label: 'Film', $key: 'gone' },
    ]);
    expect(many.map(({ title }) => title)).toEqual(['Alien', 'Ulysses']);
    await expect(items.get({ $label: 'Film', $key: 'gone' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(items.get({ $label: 'Film`)', $key: 'f1' })).rejects.toMatchObject({ field: '$label' });
    await expect(items.get({ $label: 'Person', $key: 'ada' })).rejects.toMatchObject({ field: '$label' });
    const { items: found } = await items.find({ where: { year: { gt: 1900 } }, orderBy: { year: 'desc' } });
    expect(found.map((one) => [one.$label, one.$key])).toEqual([
      ['Film', 'f1'],
      ['Book', 'b2'],
    ]);
    expect(await items.count()).toBe(3);
    expect(await items.count({ where: { $label: 'Film' } })).toBe(1);
    expect((await items.first({ where: { $key: { in: ['b2', 'zz'] } } }))?.title).toBe('Ulysses');
    expect(await items.exists({ where: { fans: { some: { name: 'DAN' } } } })).toBe(true);
    expect(await repo(Item, 'me').exists({ where: { fans: { some: { name: 'DAN' } } } })).toBe(false);
    const { items: fans } = await repo(Item, 'me').find({ include: { fans: { select: { name: true } } } });
    expect(fans.map((one) => [one.title, one.fans.map((fan) => [fan.name, fan.$link.$type])])).toEqual([
      ['Emma', [['ADA', 'LOVES']]],
      ['Ulysses', []],
      ['Alien', [['ADA', 'LIKES']]],
    ]);
  });

  it('finds, counts and says whether there is any', async () => {
    expect((await repo(Book).first({ orderBy: { year: 'desc' } }))?.title).toBe('Ulysses');
    expect(await repo(Film).first({ where: { title: 'Lost' } })).toBeNull();
    expect(await repo(Film).count()).toBe(1);
    expect(await repo(Film).count({ withDeleted: true })).toBe(2);
    expect(await repo(Person).count({ where: { age: 20 } })).toBe(2);
    expect(await repo(Person, 'you').count({ where: { age: 20 } })).toBe(1);
    expect(await repo(Person).exists({ where: { email: 'bea@example.org' } })).toBe(true);
    expect(await repo(Person, 'you').exists({ where: { email: 'bea@example.org' } })).toBe(false);
    expect(await repo(Place).exists({ where: { residents: { every: { active: false } } } })).toBe(true);
  });

  it.each([
    [{ personId: undefined }, 'personId'],
    [{ personId: 5 }, 'personId'],
    [{ personId: { ne: '' } }, 'personId'],
    [{ personId: 'ada', select: { nope: true } }, 'select.nope'],
    [{ personId: 'ada', select: { 'name`': true } }, 'select.name`'],
    [{ personId: 'ada', select: { name: false } }, 'select.name'],
    [{ personId: 'ada', select: { name: true }, omit: { age: true } }, 'omit'],
  ])('refuses %j', async (input, field) => {
    // @ts-expect-error each of these is wrong by its type too
    await expect(repo(Person).get(input)).rejects.toMatchObject({ code: 'invalid_input', field });
    expect(statements).toEqual([]);
  });

  it('refuses an option that there is not', async () => {
    // @ts-expect-error a misspelt where
    await expect(repo(Person).count({ were: { name: 'ADA' } })).rejects.toMatchObject({ field: 'were' });
    // @ts-expect-error a misspelt where
    await expect(repo(Person).find({ were: { name: 'ADA' } })).rejects.toMatchObject({ field: 'were' });
  });
});
