import { beforeAll, describe, expect, it } from 'vitest';
import { bareEngines } from '../bare-engines.ts';
import { Person, peopleGraph } from './people.ts';
import { readStore } from './read-store.ts';

const input = (over: object) => over as never;

describe.each(await bareEngines())('pages on $name', (bare) => {
  const store = readStore(peopleGraph, bare);
  const people = (owner?: string) => store.repo(Person, owner);
  beforeAll(async () => {
    for (const index of Array.from({ length: 11 }, (_, i) => i))
      await store.add(Person, {
        personId: `p${index}`,
        accountId: index < 9 ? 'me' : 'you',
        name: `N${index % 3}`,
        ...(index % 4 > 0 && { age: index % 4 }),
        ...(index % 3 > 0 && { born: new Date(index % 2) }),
        score: index / 8,
      });
  });

  it.each([
    [{}],
    [{ personId: 'desc' }],
    [{ name: 'asc' }],
    [{ age: 'asc' }],
    [{ age: 'desc', name: 'asc' }],
    [{ born: 'asc', age: 'desc' }],
    [{ score: 'desc' }],
  ] as const)('ordered by %j, walk forwards and back over every node once', async (orderBy) => {
    const whole = (await people().find({ orderBy })).items.map(({ personId }) => personId);
    expect(whole).toHaveLength(11);
    for (const limit of [1, 3, 4, 11]) {
      const forwards: string[] = [];
      let page = await people().find({ orderBy, limit });
      expect(page.previous).toBeNull();
      for (;;) {
        forwards.push(...page.items.map(({ personId }) => personId));
        if (page.next === null) break;
        page = await people().find({ orderBy, limit, after: page.next });
      }
      expect(forwards).toEqual(whole);
      const back = page.items.map(({ personId }) => personId);
      while (page.previous !== null) {
        page = await people().find({ orderBy, limit, before: page.previous });
        back.unshift(...page.items.map(({ personId }) => personId));
        expect(page.next).not.toBeNull();
      }
      expect(back).toEqual(whole);
    }
  });

  it('gives cursors to a list that leaves its sort fields out', async () => {
    const asked = { orderBy: { age: 'asc' }, select: { name: true }, limit: 4 } as const;
    const page = await people().find(asked);
    expect(Object.keys(page.items[0] ?? {})).toEqual(['name']);
    const { items } = await people().find({ ...asked, after: page.next ?? '' });
    expect(items).toHaveLength(4);
  });

  it('takes no cursor but its own', async () => {
    const { next } = await people('me').find({ limit: 2, orderBy: { age: 'asc' } });
    const cursor = next ?? '';
    const again = (over: object, owner = 'me') =>
      people(owner).find(input({ limit: 2, orderBy: { age: 'asc' }, after: cursor, ...over }));
    await again({});
    await again({ limit: 5, select: { name: true } });
    const [payload = '', mac = ''] = cursor.split('.');
    const forged = Buffer.from(JSON.stringify([0, 'a'])).toString('base64url');
    const refused: [object, string?][] = [
      [{ where: { age: { ne: 1 } } }],
      [{ orderBy: { age: 'desc' } }],
      [{ orderBy: {} }],
      [{ withDeleted: true }],
      [{}, 'you'],
      [{ after: `${forged}.${mac}` }],
      [{ after: payload }],
      [{ after: `${payload}.` }],
      [{ after: `${payload}.${mac.slice(0, -2)}` }],
      [{ after: '' }],
      [{ after: '.' }],
      [{ after: {} }],
      [{ after: "x' OR 1=1" }],
      [{ after: null }],
    ];
    for (const [over, owner] of refused)
      await expect(again(over, owner), JSON.stringify(over)).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'after',
      });
    await expect(again({ after: undefined, before: 'x' })).rejects.toMatchObject({ field: 'before' });
    await expect(again({ before: cursor })).rejects.toMatchObject({ field: 'before' });
  });

  it.each([
    [{ orderBy: { nope: 'asc' } }, 'orderBy.nope'],
    [{ orderBy: { name: 'asc; DROP' } }, 'orderBy.name'],
    [{ orderBy: { name: undefined } }, 'orderBy.name'],
    [{ orderBy: { active: 'asc' } }, 'orderBy.active'],
    [{ orderBy: { tags: 'asc' } }, 'orderBy.tags'],
    [{ orderBy: { email: 'asc' } }, 'orderBy.email'],
    [{ orderBy: { 'name` //': 'asc' } }, 'orderBy.name` //'],
    [{ orderBy: ['name'] }, 'orderBy'],
    [{ limit: 0 }, 'limit'],
    [{ limit: 201 }, 'limit'],
    [{ limit: '5' }, 'limit'],
    [{ chunk: 0 }, 'chunk'],
  ])('refuses %j', async (over, field) => {
    await expect(people().find(input(over))).rejects.toMatchObject({ code: 'invalid_input', field });
  });

  it('streams all in chunks, and ends when it is told', async () => {
    const walked: string[] = [];
    store.statements.length = 0;
    for await (const person of people().stream({
      orderBy: { age: 'desc' },
      chunk: 4,
      include: { home: true },
    })) {
      walked.push(person.personId);
      expect(person.home).toBeNull();
    }
    expect(walked).toEqual(
      (await people().find({ orderBy: { age: 'desc' } })).items.map((one) => one.personId),
    );
    expect(store.statements.filter(({ operation }) => operation === 'Person.home')).toHaveLength(3);

    const ended = new AbortController();
    const seen: string[] = [];
    const stream = async () => {
      for await (const { personId } of people().stream({ signal: ended.signal, chunk: 4 })) {
        seen.push(personId);
        if (seen.length === 3) ended.abort(new Error('enough'));
      }
    };
    await expect(stream()).rejects.toThrow('enough');
    expect(seen).toHaveLength(3);
    expect(() => people().stream({ chunk: 100_000 })).toThrow(/chunk must be/);
  });
});
