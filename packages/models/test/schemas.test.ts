import { limits, newId } from '@graphkeep/contract';
import { describe, expect, it } from 'vitest';
import { createSchema, getSchema, listSchema } from '../src/index.ts';
import { Character, Player, storyGraph } from '../src/story/index.ts';

const problem = (
  schema: {
    safeParse(input: unknown): {
      error?: { issues: readonly { path: PropertyKey[]; message: string }[] } | undefined;
    };
  },
  input: unknown,
) => {
  const issue = schema.safeParse(input).error?.issues[0];
  return issue && `${issue.path.join('.')}: ${issue.message}`;
};
const list = listSchema(storyGraph, 'Character');

describe('create', () => {
  const playerId = newId('ply');

  it('fills defaults and leaves the key to the server', () => {
    expect(createSchema(Character).parse({ playerId, name: 'Ada' })).toEqual({
      playerId,
      name: 'Ada',
      isActive: true,
      traits: [],
      attributes: {},
      level: 1,
      experience: 0,
      energy: 1,
      stress: 0,
    });
  });

  it('names a wrong, a missing and an unknown field', () => {
    const create = createSchema(Character);
    expect(problem(create, { playerId, name: '' })).toMatch(/^name: Too small/);
    expect(problem(create, { playerId: 'x', name: 'Ada' })).toMatch(/^playerId: must be an id like ply_/);
    expect(problem(create, { playerId })).toMatch(/^name: /);
    expect(problem(create, { playerId, name: 'Ada', nmae: 1 })).toMatch(/Unrecognized key: "nmae"/);
    expect(
      problem(createSchema(Player), { username: 'ada', therapeuticPreferences: { mood: 'low' } }),
    ).toMatch(/^therapeuticPreferences: Unrecognized key: "mood"/);
    expect(problem(createSchema(Player), { username: 'ada', createdAt: new Date() })).toMatch(
      /Unrecognized key: "createdAt"/,
    );
  });
});

describe('list', () => {
  it('takes a bare value as eq', () => {
    expect(list.parse({ where: { name: 'Ada', level: { gte: 2 } } })).toEqual({
      where: { name: { eq: 'Ada' }, level: { gte: 2 } },
    });
  });

  it('names what is wrong by its path', () => {
    expect(problem(list, { where: { level: 'high' } })).toMatch(/^where.level.eq: /);
    expect(problem(list, { where: { level: { over: 1 } } })).toMatch(
      /^where.level: Unrecognized key: "over"/,
    );
    expect(problem(list, { where: { name: {} } })).toMatch(/^where.name: must name at least one comparison/);
    expect(problem(list, { where: { traits: 'brave' } })).toMatch(/^where: Unrecognized key: "traits"/);
    expect(problem(list, { where: { level: null } })).toMatch(/^where.level.eq: /);
    expect(problem(list, { limit: limits.maxPageSize + 1 })).toMatch(/^limit: /);
    expect(problem(list, { orderBy: { name: 'up' } })).toMatch(/^orderBy.name: /);
  });

  it('bounds the values of a list filter', () => {
    expect(problem(list, { where: { name: { in: Array(limits.maxListFilter + 1).fill('a') } } })).toMatch(
      /^where.name.in: /,
    );
  });
});

describe('include', () => {
  const get = getSchema(storyGraph, 'Player');
  const playerId = newId('ply');
  const nested = (depth: number): object =>
    depth === 0 ? {} : { include: { [depth % 2 ? 'characters' : 'player']: nested(depth - 1) } };

  it('takes relationships by name, to a depth', () => {
    expect(get.parse({ playerId, include: { characters: true } })).toEqual({
      playerId,
      include: { characters: {} },
    });
    expect(problem(get, { playerId, include: { friends: true } })).toMatch(
      /^include: Unrecognized key: "friends"/,
    );
    expect(problem(get, { playerId, include: { characters: { limit: 0 } } })).toMatch(
      /^include.characters.limit: /,
    );
  });

  it('refuses to go deeper than the limit', () => {
    expect(problem(get, { playerId, ...nested(5) })).toBeUndefined();
    expect(problem(getSchema(storyGraph, 'Character'), { characterId: newId('chr'), ...nested(6) })).toMatch(
      /includes go 5 levels deep at most/,
    );
  });
});
