import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSchema } from '../../src/schema/schema.ts';
import { bareEngines } from '../bare-engines.ts';
import { Film, Person, peopleGraph } from './people.ts';
import { readStore } from './read-store.ts';

describe.each(await bareEngines())('search on $name', (bare) => {
  const { repo, add, join, engine, statements } = readStore(peopleGraph, bare);
  const person = (personId: string, accountId: string, rest: object) =>
    add(Person, { personId, accountId, name: personId, score: 0, active: true, levels: [], ...rest });
  beforeAll(async () => {
    await openSchema(engine(), peopleGraph).start();
    await person('ada', 'me', {
      name: 'Ada Lovelace',
      bio: 'Wrote the first program, a program of numbers',
      taste: [1, 0, 0],
    });
    await person('bob', 'me', { name: 'Bob Program', taste: [0, 1, 0] });
    await person('cid', 'you', {
      name: 'Cid',
      bio: 'Runs one program (or two) AND/OR more: don’t ask',
      taste: [0.9, 0.1, 0],
    });
    await person('dan', 'you', { name: 'Dän Straße', bio: 'nothing', taste: [-1, 0, 0] });
    await person('old', 'me', {
      name: 'Old Program program program',
      taste: [1, 0, 0],
      deletedAt: new Date(1),
    });
    await join(Person, 'ada', 'manages', Person, 'bob');
  });
  beforeEach(() => void statements.splice(0));
  const found = async (text: string, over: object = {}, owner?: string) =>
    (await repo(Person, owner).search({ text, ...over })).map(({ node }) => node.personId);

  it('finds the nodes that hold any of the words, in any field and in any case', async () => {
    expect((await found('program')).toSorted()).toEqual(['ada', 'bob', 'cid']);
    expect((await found('LOVELACE numbers')).toSorted()).toEqual(['ada']);
    expect((await found('cid lovelace')).toSorted()).toEqual(['ada', 'cid']);
    expect(await found('dän')).toEqual(['dan']);
    expect(await found('straße')).toEqual(['dan']);
    expect(await found('nobody')).toEqual([]);
  });

  it('gives the best first, and what is included with it', async () => {
    const hits = await repo(Person).search({
      text: 'ada lovelace program',
      include: { manages: true },
      select: { name: true },
    });
    expect(hits[0]?.node.name).toBe('Ada Lovelace');
    expect(hits[0]?.node.manages.map(({ name }) => name)).toEqual(['Bob Program']);
    expect(Object.keys(hits[1]?.node ?? {}).toSorted()).toEqual(['manages', 'name']);
    const scores = hits.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores.every((score) => score > 0)).toBe(true);
  });

  it('filters, limits, and hides what is removed or another’s', async () => {
    expect((await found('program', {}, 'me')).toSorted()).toEqual(['ada', 'bob']);
    expect(await found('program', { where: { name: { startsWith: 'Cid' } } })).toEqual(['cid']);
    expect(await found('program', { limit: 1 })).toHaveLength(1);
    expect((await found('program', { withDeleted: true }, 'me')).toSorted()).toEqual(['ada', 'bob', 'old']);
    expect(await found('program', { where: { manages: { some: {} } } })).toEqual(['ada']);
  });

  it.each([
    'program) OR (name:*',
    'prog*',
    '*:*',
    '"program',
    'program~',
    'program^9',
    'name:program',
    '\\',
    'AND OR NOT',
    "don't",
    '[a TO z]',
    '`program` //',
    '&& ||',
    '𝒳 🦊',
  ])('takes %s for words', async (text) => {
    const outcome = await found(text).catch((error: unknown) => error);
    if (/[\p{L}\p{N}]/u.test(text)) expect(Array.isArray(outcome)).toBe(true);
    else expect(outcome).toMatchObject({ code: 'invalid_input', field: 'text' });
    expect(statements.every((one) => !one.text.includes(text))).toBe(true);
  });
  it('knows no wildcards', async () => {
    expect(await found('prog*')).toEqual([]);
    expect(await found('lovelac?')).toEqual([]);
  });

  it('finds the nearest vectors, by one scale on every engine', async () => {
    const near = async (over: object = {}, owner?: string) =>
      (await repo(Person, owner).nearest({ field: 'taste', vector: [1, 0, 0], ...over })).map(
        ({ node, score }) => [node.personId, Number(score.toFixed(3))],
      );
    const all = [
      ['ada', 1],
      ['cid', 0.997],
      ['bob', 0.5],
      ['dan', 0],
    ];
    expect(await near()).toEqual(all);
    expect(await near({ limit: 2 })).toEqual(all.slice(0, 2));
    expect(await near({}, 'you')).toEqual([all[1], all[3]]);
    expect(await near({ where: { name: { ne: 'Cid' } }, limit: 2 })).toEqual([all[0], all[2]]);
    expect((await near({ withDeleted: true })).map(([id]) => id)).toEqual([
      'ada',
      'old',
      'cid',
      'bob',
      'dan',
    ]);
  });

  it.each([
    ['search', { text: '' }, 'text'],
    ['search', { text: ' .,! ' }, 'text'],
    ['search', { text: 5 }, 'text'],
    ['search', { text: 'a'.repeat(1_001) }, 'text'],
    ['search', { text: 'a', limit: 0 }, 'limit'],
    ['search', { text: 'a', where: { name: undefined } }, 'where.name'],
    ['search', { text: 'a', in: ['bio'] }, 'in'],
    ['nearest', { field: 'taste', vector: [1, 0] }, 'vector'],
    ['nearest', { field: 'taste', vector: [1, 0, Number.NaN] }, 'vector'],
    ['nearest', { field: 'taste', vector: [0, 0, 0] }, 'vector'],
    ['nearest', { field: 'taste', vector: 'x' }, 'vector'],
    ['nearest', { field: 'levels', vector: [1] }, 'field'],
    ['nearest', { field: 'toString', vector: [1] }, 'field'],
  ] as const)('%s refuses %j', async (name, input, field) => {
    await expect(repo(Person)[name](input as never)).rejects.toMatchObject({ code: 'invalid_input', field });
  });

  it('says where there is nothing to search', async () => {
    await expect(repo(Film).search({ text: 'a' })).rejects.toMatchObject({
      code: 'unsupported',
      message: 'Film has no fullText to search.',
    });
  });
});
