import { limits } from '@graphkeep/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { testEngines } from './engines.ts';
import { storyStore } from './story-store.ts';

describe.each(await testEngines())('a list on $name', (engine) => {
  const { statements, characters, player } = storyStore(engine);

  const ids: string[] = [];
  let playerId = '';
  beforeAll(async () => {
    ({ playerId } = await player());
    for (const [name, level, role] of [
      ['Ada', 3, 'guide'],
      ['Bea', 1, undefined],
      ['Cid', 2, 'rival'],
      ['Dov', 2, undefined],
      ['Eve', 2, 'guide'],
    ] as const) {
      const made = await characters().create({ playerId, name, level, ...(role && { role }) });
      ids.push(made.characterId);
    }
  });
  const names = async (input: Parameters<ReturnType<typeof characters>['find']>[0]) =>
    (await characters().find({ ...input, where: { playerId, ...input?.where } })).items
      .map((item) => item.name)
      .join('');
  const first = (text: string) => [...text.matchAll(/[A-E]/g)].map(([letter]) => letter).join('');

  it.each([
    [{ where: { name: 'Ada' } }, 'A'],
    [{ where: { name: { eq: 'Cid' } } }, 'C'],
    [{ where: { level: { ne: 2 } } }, 'AB'],
    [{ where: { role: { ne: 'guide' } } }, 'BCD'],
    [{ where: { name: { in: ['Ada', 'Eve', 'Zed'] } } }, 'AE'],
    [{ where: { level: { gt: 1, lte: 2 } } }, 'CDE'],
    [{ where: { name: { gte: 'Dov' } } }, 'DE'],
    [{ where: { name: { contains: 'v' } } }, 'DE'],
    [{ where: { name: { startsWith: 'B' } } }, 'B'],
    [{ where: { isActive: false } }, ''],
    [{ where: { createdAt: { lt: new Date(0) } } }, ''],
    [{ where: { level: 2, role: 'guide' } }, 'E'],
    [{ orderBy: { level: 'desc' } }, 'AEDCB'],
    [{ orderBy: { level: 'asc', name: 'desc' } }, 'BEDCA'],
    [{ orderBy: { role: 'asc' } }, 'AECBD'],
    [{ orderBy: { role: 'desc', name: 'asc' } }, 'BDCAE'],
    [{ limit: 2 }, 'AB'],
  ] as const)('%o finds %s', async (input, expected) => {
    expect(first(await names(input))).toBe(expected);
  });

  it.each([
    [{}],
    [{ level: 'asc' }],
    [{ level: 'desc' }],
    [{ role: 'asc' }],
    [{ role: 'desc', name: 'desc' }],
    [{ createdAt: 'asc' }],
  ] as const)('ordered by %o, pages of each size hold every node once', async (orderBy) => {
    const whole = (await characters().find({ where: { playerId }, orderBy })).items.map((item) => item.name);
    for (const limit of [1, 2, 4]) {
      const walked: string[] = [];
      let after: string | undefined;
      do {
        const page = await characters().find({
          where: { playerId },
          orderBy,
          limit,
          ...(after && { after }),
        });
        walked.push(...page.items.map((item) => item.name));
        after = page.next ?? undefined;
      } while (after);
      expect(walked).toEqual(whole);
    }
  });

  it('refuses a cursor of another list, and what is no cursor', async () => {
    const { next } = await characters().find({ where: { playerId }, limit: 1 });
    expect(next).not.toBeNull();
    const after = next ?? '';
    await expect(characters().find({ where: { playerId, level: 2 }, after })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'after',
    });
    for (const bad of [
      '',
      'x',
      Buffer.from('{}').toString('base64url'),
      Buffer.from('["a",{}]').toString('base64url'),
    ]) {
      await expect(characters().find({ after: bad }), bad).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'after',
      });
    }
  });

  it('never loses a filter that it does not understand', async () => {
    for (const where of [
      { name: undefined },
      { name: { eq: undefined } },
      { name: 5 },
      { name: { like: 'A' } },
      { nmae: 'Ada' },
      { inventory: ['x'] },
      { level: 1n },
      { name: new Date() },
      { level: Number.NaN },
      { name: ['Ada'] },
    ]) {
      // @ts-expect-error each of these is wrong by its type too
      await expect(characters().find({ where }), JSON.stringify(Object.keys(where))).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }
  });

  it('binds every value: text that looks like Cypher is text', async () => {
    const name = "x' OR 1=1 //`) DETACH DELETE n";
    const made = await characters().create({ playerId, name });
    expect((await characters().find({ where: { name } })).items.map((item) => item.characterId)).toEqual([
      made.characterId,
    ]);
    expect(statements.every(({ text }) => !text.includes('1=1'))).toBe(true);
  });

  it('bounds a page', async () => {
    await expect(characters().find({ limit: limits.maxPageSize + 1 })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'limit',
    });
  });
});
