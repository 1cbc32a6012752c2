import { limits, newId } from '@graphkeep/contract';
import { describe, expect, it } from 'vitest';
import { getSchema, listSchema } from '../../src/index.ts';
import { storyGraph } from '../../src/story/index.ts';
import { estate } from '../estate.ts';
import { nest, problem } from '../problem.ts';

const list = listSchema(estate, 'App');
const where = (filter: unknown) => problem(list, { where: filter });

describe('where', () => {
  it('leaves a filter as it is', () => {
    const at = new Date();
    const filter = {
      name: 'web',
      mode: { in: ['on', 'off'] },
      size: { gte: 1, lt: 9 },
      live: true,
      since: { gt: at },
      createdAt: at,
      version: 1,
      tags: { has: 'a', isEmpty: false },
      ratio: null,
      settings: { ne: null },
      token: { in: ['abcd'] },
      needs: { some: { name: { startsWith: 'd', ignoreCase: true }, $link: { kind: 'hard' } } },
      stores: { none: { $label: 'Disk', status: 'down', $link: { $type: 'WRITES', weight: { gt: 1 } } } },
      parent: { every: {} },
      AND: [{ name: { endsWith: 'x' } }],
      OR: [{ size: 1 }, { NOT: { size: 2 } }],
      NOT: [{ live: false }],
    };
    expect(list.parse({ where: filter })).toEqual({ where: filter });
  });

  it.each([
    [{ size: 'high' }, /^where.size: /],
    [{ size: { over: 1 } }, /^where.size: Unrecognized key: "over"/],
    [{ size: { gte: '1' } }, /^where.size.gte: /],
    [{ size: 0.5 }, /^where.size: /],
    [{ size: null }, /^where.size: /],
    [{ size: { ne: null } }, /^where.size.ne: /],
    [{ size: { contains: '1' } }, /^where.size: Unrecognized key: "contains"/],
    [{ name: {} }, /^where.name: must name at least one comparison: eq, ne, in/],
    [{ name: { ignoreCase: true } }, /^where.name: must name at least one comparison/],
    [{ name: undefined }, /^where.name: /],
    [{ name: { eq: undefined } }, /^where.name.eq: /],
    [{ name: ['web'] }, /^where.name: /],
    [{ mode: 'half' }, /^where.mode: /],
    [{ live: { gt: false } }, /^where.live: Unrecognized key: "gt"/],
    [{ tags: ['a'] }, /^where.tags: /],
    [{ tags: { has: 1 } }, /^where.tags.has: /],
    [{ points: 'x' }, /^where.points: must be null, for a missing value, or an object/],
    [{ settings: { depth: 1 } }, /^where.settings: |Unrecognized key: "depth"/],
    [{ secret: 'x' }, /^where.secret: must be null/],
    [{ token: { contains: 'x' } }, /^where.token: Unrecognized key: "contains"/],
    [{ nmae: 'x' }, /^where: Unrecognized key: "nmae"/],
    [{ needs: { kind: 'x' } }, /^where.needs: Unrecognized key: "kind"/],
    [{ needs: {} }, /^where.needs: must name some, none or every/],
    [{ needs: { some: { $link: { at: 'x' } } } }, /^where.needs.some.\$link.at: /],
    [{ parent: { some: { $link: {} } } }, /^where.parent.some: Unrecognized key: "\$link"/],
    [{ stores: { some: { $link: { $type: 'NEEDS' } } } }, /^where.stores.some.\$link.\$type: /],
    [{ stores: { some: { arn: 'x' } } }, /^where.stores.some: Unrecognized key: "arn"/],
    [{ OR: [] }, /^where.OR: must hold at least one filter/],
    [{ OR: { size: 1 } }, /^where.OR: /],
    [{ OR: [{ size: 1 }, { size: 'x' }] }, /^where.OR.1.size: /],
    [{ NOT: { NOT: { size: 'x' } } }, /^where.NOT.NOT.size: /],
    [{ AND: [{ nmae: 1 }] }, /^where.AND.0: Unrecognized key: "nmae"/],
    ['size > 1', /^where: /],
    [null, /^where: /],
  ])('names what is wrong in %j', (filter, message) => {
    expect(where(filter)).toMatch(message);
  });

  it('has bounds', () => {
    const deep = (depth: number) => nest(depth, { size: 1 }, (inner) => ({ NOT: inner }));
    const far = (depth: number): object =>
      depth === 0 ? { size: 1 } : { AND: [{ size: 1 }, { parent: { some: far(depth - 2) } }] };
    expect(where(deep(limits.maxWhereDepth))).toBeUndefined();
    expect(where(deep(limits.maxWhereDepth + 1))).toBe(
      'where.NOT.NOT.NOT.NOT.NOT.NOT.NOT: filters go 6 levels deep at most',
    );
    expect(where(far(limits.maxWhereDepth))).toBeUndefined();
    expect(where(far(limits.maxWhereDepth + 2))).toMatch(
      /^where.AND.1.parent.some.AND.1.parent.some.AND.1.parent.some.AND: filters go 6 levels/,
    );
    expect(where(deep(100_000))).toMatch(/filters go 6 levels deep at most/);
    expect(where({ OR: Array(limits.maxWhereConditions).fill({ size: 1 }) })).toMatch(
      /a filter has 200 conditions at most/,
    );
    expect(where({ name: { in: Array(limits.maxListFilter + 1).fill('a') } })).toMatch(/^where.name.in: /);
  });

  it('of an abstract node knows what its nodes share, and which they are', () => {
    const stores = listSchema(estate, 'Store');
    expect(
      problem(stores, { where: { status: 'up', $label: 'Disk' }, orderBy: { $key: 'asc' } }),
    ).toBeUndefined();
    expect(problem(stores, { where: { arn: 'x' } })).toMatch(/^where: Unrecognized key: "arn"/);
  });
});

describe('list', () => {
  it.each([
    [{ limit: 0 }, /^limit: /],
    [{ limit: limits.maxPageSize + 1 }, /^limit: /],
    [{ orderBy: { name: 'up' } }, /^orderBy.name: /],
    [{ orderBy: { live: 'asc' } }, /^orderBy: Unrecognized key: "live"/],
    [{ orderBy: { token: 'asc' } }, /^orderBy: Unrecognized key: "token"/],
    [{ select: { nmae: true } }, /^select: Unrecognized key: "nmae"/],
    [{ select: { name: false } }, /^select.name: /],
    [{ select: { name: true }, omit: { size: true } }, /takes select or omit, not both/],
    [{ after: 'x', before: 'y' }, /takes after or before, not both/],
    [{ withDeleted: 'yes' }, /^withDeleted: /],
    [{ filter: {} }, /Unrecognized key: "filter"/],
  ])('refuses %j', (input, message) => {
    expect(problem(list, input)).toMatch(message);
  });

  it('takes an order, a page and what is wanted', () => {
    const input = {
      orderBy: { size: 'desc', createdAt: 'asc' },
      limit: 5,
      after: 'x',
      omit: { tags: true },
      withDeleted: true,
    };
    expect(list.parse(input)).toEqual(input);
  });

  it('is built once for each graph and label', () => {
    expect(listSchema(estate, 'App')).toBe(list);
    expect(listSchema(estate, 'Disk')).not.toBe(list);
    expect(listSchema({ ...estate }, 'App')).not.toBe(list);
  });
});

describe('include', () => {
  const get = getSchema(storyGraph, 'Player');
  const playerId = newId('ply');
  const nested = (depth: number) =>
    nest(depth, {}, (inner, level) => ({ include: { [level % 2 ? 'characters' : 'player']: inner } }));

  it('takes relationships with their own filter, order, limit and fields', () => {
    const input = {
      playerId,
      include: {
        goals: true,
        characters: {
          where: { level: { gt: 1 }, $link: { since: { lt: new Date() } } },
          orderBy: { $link: { since: 'desc' }, name: 'asc' },
          limit: 3,
          select: { name: true },
          include: { knows: { omit: { background: true } } },
        },
      },
      select: { username: true },
    };
    expect(get.parse(input)).toEqual(input);
  });

  it.each([
    [{ friends: true }, /^include: Unrecognized key: "friends"/],
    [{ characters: false }, /^include.characters: /],
    [{ characters: { limit: 0 } }, /^include.characters.limit: /],
    [{ characters: { where: { nmae: 1 } } }, /^include.characters.where: Unrecognized key: "nmae"/],
    [
      { characters: { orderBy: { $link: { until: 'asc' } } } },
      /^include.characters.orderBy.\$link: Unrecognized key: "until"/,
    ],
    [{ sessions: { orderBy: { $link: {} } } }, /^include.sessions.orderBy: Unrecognized key: "\$link"/],
    [{ characters: { select: {}, omit: {} } }, /^include.characters: takes select or omit, not both/],
    [
      { characters: { include: { player: { after: 'x' } } } },
      /^include.characters.include.player: Unrecognized key: "after"/,
    ],
  ])('names what is wrong in %j', (include, message) => {
    expect(problem(get, { playerId, include })).toMatch(message);
  });

  it('has bounds', () => {
    const of = (input: object) =>
      problem(getSchema(storyGraph, 'Character'), { characterId: newId('chr'), ...input });
    expect(problem(get, { playerId, ...nested(5) })).toBeUndefined();
    expect(of(nested(6))).toBe(
      'include.player.include.characters.include.player.include.characters.include.player.include: includes go 5 levels deep at most',
    );
    expect(of(nested(100_000))).toMatch(/includes go 5 levels deep at most/);
    const wide = (depth: number): object => ({
      include: Object.fromEntries(
        ['knows', 'knownBy'].map((name) => [name, depth > 1 ? wide(depth - 1) : true]),
      ),
    });
    expect(of(wide(4))).toBeUndefined();
    expect(of(wide(5))).toMatch(/one read includes 50 relationships at most/);
  });
});
