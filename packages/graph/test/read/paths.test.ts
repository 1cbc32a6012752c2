import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bareEngines } from '../bare-engines.ts';
import { Person, Place, peopleGraph } from './people.ts';
import { readStore } from './read-store.ts';

describe.each(await bareEngines())('paths on $name', (bare) => {
  const { repo, add, join, statements } = readStore(peopleGraph, bare);
  const at = (personId: string) => ({ personId });
  beforeAll(async () => {
    for (const personId of ['a', 'b', 'c', 'd', 'e', 'f', 'x', 'gone', 'alone'])
      await add(Person, {
        personId,
        accountId: personId === 'x' ? 'you' : 'me',
        name: personId,
        score: 0,
        active: true,
        levels: [],
        ...(personId === 'gone' && { deletedAt: new Date(1) }),
      });
    for (const placeId of ['north', 'south']) await add(Place, { placeId, name: placeId, n: 0 });
    // a - b - c - d, short cuts over x (another's) and gone (removed), a cycle b - e - c, and f behind d.
    for (const [from, to] of [
      ...['ab', 'bc', 'cd', 'df', 'be', 'ce'].map((pair) => [...pair]),
      ['a', 'x'],
      ['x', 'd'],
      ['a', 'gone'],
      ['gone', 'd'],
      ['e', 'e'],
    ])
      await join(Person, from ?? '', 'knows', Person, to ?? '', { since: new Date(5), weight: 3 });
    await join(Person, 'a', 'home', Place, 'north');
    await join(Person, 'f', 'home', Place, 'north');
    await join(Place, 'north', 'next', Place, 'south');
    await join(Person, 'a', 'manages', Person, 'c');
  });
  beforeEach(() => void statements.splice(0));

  const walked = async (owner: string | undefined, input: object) => {
    const paths = await repo(Person, owner).paths({ through: ['knows'], ...input } as never);
    return paths.map(({ nodes }) =>
      nodes
        .map((node) => ('personId' in node ? node.personId : 'placeId' in node ? node.placeId : '?'))
        .join(''),
    );
  };

  it('finds the shortest, through nodes that the caller may see', async () => {
    expect(await walked(undefined, { from: at('a'), to: at('d') })).toEqual(['axd']);
    expect(await walked('me', { from: at('a'), to: at('d') })).toEqual(['abcd']);
    expect(await walked('me', { from: at('a'), to: at('d'), through: ['knows', 'manages'] })).toEqual([
      'acd',
    ]);
    expect(await walked('me', { from: at('d'), to: at('a'), through: ['knows', 'manager'] })).toEqual([
      'dca',
    ]);
    expect(await walked('me', { from: at('a'), to: at('f'), through: ['home', 'residents'] })).toEqual([
      'anorthf',
    ]);
    expect(
      await walked('me', {
        from: at('a'),
        to: { $label: 'Place', $key: 'south' },
        through: ['home', 'next'],
      }),
    ).toEqual(['anorthsouth']);
  });

  it('answers whole nodes and the relationships between them', async () => {
    const [path] = await repo(Person, 'me').paths({ from: at('a'), to: at('c'), through: ['knows'] });
    expect(path?.nodes.map(({ $label, createdAt }) => [$label, createdAt])).toEqual(
      Array.from({ length: 3 }, () => ['Person', new Date(0)]),
    );
    expect(path?.links[1]).toEqual({
      relationship: 'knows',
      from: { $label: 'Person', $key: 'b' },
      to: { $label: 'Person', $key: 'c' },
      $link: { since: new Date(5), weight: 3 },
    });
    const [first] = path?.nodes ?? [];
    if (first?.$label === 'Person') expect(first.personId).toBe('a');
  });

  it('finds all within a depth, the shortest first, and no node twice', async () => {
    expect(await walked('me', { from: at('a'), to: at('d'), find: 'all', maxDepth: 5 })).toEqual([
      'abcd',
      'abecd',
    ]);
    expect(await walked('me', { from: at('a'), to: at('d'), find: 'all', maxDepth: 3 })).toEqual(['abcd']);
    expect(await walked('me', { from: at('a'), to: at('d'), find: 'all', limit: 1 })).toEqual(['abcd']);
    expect(await walked('me', { from: at('a'), to: at('d'), maxDepth: 2 })).toEqual([]);
    expect(await walked('me', { from: at('a'), to: at('alone') })).toEqual([]);
    expect(await walked('me', { from: at('a'), to: at('a') })).toEqual(['a']);
  });

  it('says which end there is not', async () => {
    for (const [from, to] of [
      ['nobody', 'a'],
      ['a', 'nobody'],
      ['a', 'x'],
      ['x', 'a'],
      ['a', 'gone'],
    ])
      await expect(walked('me', { from: at(from ?? ''), to: at(to ?? '') })).rejects.toMatchObject({
        code: 'not_found',
      });
  });

  it('gives what lies around a node, flat', async () => {
    const around = await repo(Person, 'me').subgraph({
      from: at('a'),
      through: ['knows', 'home', 'residents'],
      depth: 2,
    });
    const keys = around.nodes.map((node) => ('personId' in node ? node.personId : node.$label));
    expect(keys).toEqual(['a', 'b', 'Place', 'c', 'e', 'f']);
    expect(
      around.links.map(({ relationship, from, to }) => `${from.$key} ${relationship} ${to.$key}`),
    ).toEqual([
      'a knows b',
      'a home north',
      'b knows c',
      'b knows e',
      'north residents a',
      'north residents f',
    ]);
    expect(around.truncated).toBe(false);
    expect(
      statements.filter(({ operation }) => operation.includes('walk')).map(({ operation }) => operation),
    ).toEqual([
      'Person.walk.knows',
      'Person.walk.home',
      'Person.walk.knows',
      'Person.walk.home',
      'Place.walk.residents',
    ]);
  });

  it('goes round a cycle once, and stops at its limit', async () => {
    const whole = await repo(Person, 'me').subgraph({ from: at('b'), through: ['knows'], depth: 15 });
    expect(whole.nodes).toHaveLength(6);
    const pairs = whole.links.map(({ from, to }) => [from.$key, to.$key].toSorted().join('')).toSorted();
    expect(pairs).toEqual(['ab', 'bc', 'be', 'cd', 'ce', 'df', 'ee']);
    const some = await repo(Person, 'me').subgraph({
      from: at('b'),
      through: ['knows'],
      depth: 15,
      limit: 3,
    });
    expect([some.nodes.length, some.truncated]).toEqual([3, true]);
    expect(some.links.every(({ from, to }) => [from, to].every(({ $key }) => 'abce'.includes($key)))).toBe(
      true,
    );
  });

  it.each([
    ['paths', { through: [] }, 'through'],
    ['paths', { through: ['knows', 'nope'] }, 'through'],
    ['paths', { through: ['toString'] }, 'through'],
    ['paths', { through: 'knows' }, 'through'],
    ['paths', { maxDepth: 16 }, 'maxDepth'],
    ['paths', { limit: 0 }, 'limit'],
    ['paths', { find: 'longest' }, 'find'],
    ['paths', { to: {} }, 'personId'],
    ['paths', { to: { $label: 'Nope', $key: 'a' } }, 'to.$label'],
    ['paths', { to: { $label: 'Item', $key: 'a' } }, 'to.$label'],
    ['paths', { to: { $label: 'Place', $key: 5 } }, 'placeId'],
    ['subgraph', { to: undefined, depth: 0 }, 'to'],
  ] as const)('%s refuses %j', async (name, over, field) => {
    const input = { from: at('a'), to: at('b'), through: ['knows'], ...over };
    await expect(repo(Person)[name](input as never)).rejects.toMatchObject({ code: 'invalid_input', field });
    expect(statements).toEqual([]);
  });
});
