import { describe, expect, it } from 'vitest';
import { embeddedCodec } from '../../src/engine/codecs.ts';
import { Parameters } from '../../src/statements/cypher.ts';
import { visible } from '../../src/statements/scope.ts';
import { filters } from '../../src/statements/where.ts';
import { Item, Person, Place, peopleGraph } from './people.ts';

const compile = (
  where: object,
  definition: typeof Person | typeof Place | typeof Item = Person,
  owner?: string,
) => {
  const parameters = new Parameters(embeddedCodec);
  const scope = { graph: peopleGraph, owner };
  const text = filters('n', definition, where, { scope, parameters }).join(' AND ');
  return [text, ...Object.values(parameters.values)];
};

describe('a filter as Cypher', () => {
  it.each([
    [{ name: 'Ada' }, ['n.`name` = $p0', 'Ada']],
    [{ name: { ne: 'Ada' } }, ['(n.`name` <> $p0 OR n.`name` IS NULL)', 'Ada']],
    [{ age: { gt: 1, lte: 5 } }, ['n.`age` > $p0 AND n.`age` <= $p1', 1, 5]],
    [{ age: { in: [1, 2] } }, ['n.`age` IN $p0', [1, 2]]],
    [{ age: { notIn: [1] } }, ['(NOT (n.`age` IN $p0) OR n.`age` IS NULL)', [1]]],
    [{ name: { endsWith: 'a' } }, ['n.`name` ENDS WITH $p0', 'a']],
    [{ name: { eq: 'A', ignoreCase: true } }, ['toLower(n.`name`) = toLower($p0)', 'A']],
    [{ nick: { in: ['A'], ignoreCase: true } }, ['toLower(n.`nick`) IN [x IN $p0 | toLower(x)]', ['A']]],
    [{ nick: null }, ['n.`nick` IS NULL']],
    [{ nick: { ne: null } }, ['n.`nick` IS NOT NULL']],
    [{ settings: { ne: null } }, ['n.`settings` IS NOT NULL']],
    [{ born: { lt: new Date(5) } }, ['n.`born` < $p0', 5]],
    [{ tags: { has: 'x' } }, ['$p0 IN n.`tags`', 'x']],
    [{ tags: { hasEvery: ['x'] } }, ['(n.`tags` IS NOT NULL AND all(x IN $p0 WHERE x IN n.`tags`))', ['x']]],
    [{ tags: { hasSome: ['x'] } }, ['(n.`tags` IS NOT NULL AND any(x IN $p0 WHERE x IN n.`tags`))', ['x']]],
    [{ tags: { isEmpty: true } }, ['(n.`tags` IS NULL OR size(n.`tags`) = 0)']],
    [{ email: 'a@b' }, ['n.`email_blind` = $p0', 'a@b']],
    [{ NOT: { age: { lt: 3 } } }, ['(NOT (n.`age` < $p0) OR n.`age` IS NULL)', 3]],
    [
      { NOT: { name: 'A', age: null } },
      ['((n.`name` <> $p0 OR n.`name` IS NULL) OR n.`age` IS NOT NULL)', 'A'],
    ],
    [
      { OR: [{ name: 'A' }, { AND: [{ age: 1 }, { active: true }] }] },
      ['(n.`name` = $p0 OR (n.`age` = $p1 AND n.`active` = $p2))', 'A', 1, true],
    ],
    [{ OR: [] }, ['false']],
    [{ AND: [] }, ['true']],
    [
      { home: { some: { name: 'X' } } },
      ['EXISTS { MATCH (n)-[v0:`LIVES_IN`]->(v1:`Old Town`) WHERE v1.`title` = $p0 }', 'X'],
    ],
    [
      { knows: { every: { age: { gt: 1 }, $link: { weight: 2 } } } },
      [
        'NOT EXISTS { MATCH (n)-[v0:`KNOWS`]-(v1:`Person`) WHERE v1.`deletedAt` IS NULL AND ((NOT (v1.`age` > $p0) OR v1.`age` IS NULL) OR (v0.`w` <> $p1 OR v0.`w` IS NULL)) }',
        1,
        2,
      ],
    ],
    [
      { likes: { none: { $link: { $type: 'LOVES' } } } },
      [
        'NOT EXISTS { MATCH (n)-[v0:`LIKES`|`LOVES`]->(v1:`Item`) WHERE (v1:`Book` OR (v1:`Film` AND v1.`deletedAt` IS NULL)) AND type(v0) = $p0 }',
        'LOVES',
      ],
    ],
  ])('%j', (where, expected) => {
    expect(compile(where)).toEqual(expected);
  });

  it('asks for the owner at every node on the way', () => {
    const [text, ...values] = compile(
      { home: { some: { residents: { none: { name: 'A' } } } } },
      Person,
      'me',
    );
    expect(text).toBe(
      'EXISTS { MATCH (n)-[v0:`LIVES_IN`]->(v1:`Old Town`) WHERE NOT EXISTS { MATCH (v1)<-[v2:`LIVES_IN`]-(v3:`Person`) WHERE v3.`accountId` = $p0 AND v3.`deletedAt` IS NULL AND v3.`name` = $p1 } }',
    );
    expect(values).toEqual(['me', 'A']);
  });

  it('knows of an abstract node which one it is', () => {
    const parameters = new Parameters(embeddedCodec);
    expect(compile({ $label: 'Book', $key: { in: ['1'] } }, Item)[0]).toBe(
      'CASE WHEN n:`Book` THEN "Book" WHEN n:`Film` THEN "Film" END = $p0 AND CASE WHEN n:`Book` THEN n.`isbn` WHEN n:`Film` THEN n.`filmId` END IN $p1',
    );
    expect(visible('n', Item, { graph: peopleGraph, owner: 'me' }, parameters)).toEqual([
      '(n:`Book` OR (n:`Film` AND n.`deletedAt` IS NULL))',
    ]);
  });
});

describe('a filter that is not understood', () => {
  class Name {
    eq = 'Ada';
  }
  const deep = (levels: number): object => (levels === 0 ? { name: 'A' } : { NOT: deep(levels - 1) });
  const far = (levels: number): object =>
    levels === 0 ? { name: 'A' } : { knows: { some: far(levels - 1) } };
  const endless: Record<string, unknown> = {};
  endless['NOT'] = endless;

  it.each([
    [{ name: undefined }, 'where.name'],
    [{ name: { eq: undefined } }, 'where.name.eq'],
    [{ name: {} }, 'where.name'],
    [{ name: { ignoreCase: true } }, 'where.name'],
    [{ name: { contains: 'a', ignoreCase: 1 } }, 'where.name.ignoreCase'],
    [{ age: { gt: 1, ignoreCase: true } }, 'where.age.ignoreCase'],
    [{ name: 5 }, 'where.name'],
    [{ name: null }, 'where.name'],
    [{ name: { ne: null } }, 'where.name.ne'],
    [{ name: { in: ['a', null] } }, 'where.name.in'],
    [{ name: { in: 'a' } }, 'where.name.in'],
    [{ name: { in: Array.from({ length: 1_001 }, () => 'a') } }, 'where.name.in'],
    [{ name: { like: 'A' } }, 'where.name.like'],
    [{ name: { constructor: 'A' } }, 'where.name.constructor'],
    [{ name: { lt: null } }, 'where.name.lt'],
    [{ name: new Name() }, 'where.name'],
    [{ name: Symbol('a') }, 'where.name'],
    [{ name: () => 'a' }, 'where.name'],
    [{ name: new String('a') }, 'where.name'],
    [{ nmae: 'Ada' }, 'where.nmae'],
    [{ toString: 'Ada' }, 'where.toString'],
    [{ ['__proto__' + '']: 'Ada' }, 'where.__proto__'],
    [{ 'name` OR true //': 'Ada' }, 'where.name` OR true //'],
    [{ age: 1n }, 'where.age'],
    [{ age: Number.NaN }, 'where.age'],
    [{ age: 1.5 }, 'where.age'],
    [{ age: 2 ** 53 }, 'where.age'],
    [{ age: '1' }, 'where.age'],
    [{ age: { contains: '1' } }, 'where.age.contains'],
    [{ score: Number.POSITIVE_INFINITY }, 'where.score'],
    [{ active: { gt: false } }, 'where.active.gt'],
    [{ born: new Date(Number.NaN) }, 'where.born'],
    [{ born: '2020-01-01' }, 'where.born'],
    [{ tags: ['x'] }, 'where.tags'],
    [{ tags: { has: 5 } }, 'where.tags.has'],
    [{ tags: { hasSome: 'x' } }, 'where.tags.hasSome'],
    [{ tags: { isEmpty: 'yes' } }, 'where.tags.isEmpty'],
    [{ levels: { has: '1' } }, 'where.levels.has'],
    [{ settings: { theme: 'dark' } }, 'where.settings.theme'],
    [{ diary: 'x' }, 'where.diary'],
    [{ email: { startsWith: 'a' } }, 'where.email.startsWith'],
    [{ email: { in: [5] } }, 'where.email.in'],
    [{ AND: { name: 'a' } }, 'where.AND'],
    [{ OR: [undefined] }, 'where.OR.0'],
    [{ OR: [{ name: 'a' }, { age: undefined }] }, 'where.OR.1.age'],
    [{ NOT: undefined }, 'where.NOT'],
    [{ NOT: 'x' }, 'where.NOT'],
    [{ knows: {} }, 'where.knows'],
    [{ knows: { any: {} } }, 'where.knows.any'],
    [{ knows: { some: undefined } }, 'where.knows.some'],
    [{ knows: { some: { name: undefined } } }, 'where.knows.some.name'],
    [{ knows: { some: { $link: { nope: 1 } } } }, 'where.knows.some.$link.nope'],
    [{ knows: { some: { $link: { weight: undefined } } } }, 'where.knows.some.$link.weight'],
    [{ knows: true }, 'where.knows'],
    [{ $link: { weight: 1 } }, 'where.$link'],
    [new Map([['name', 'a']]), 'where'],
    [[{ name: 'a' }], 'where'],
    [deep(17), `where${'.NOT'.repeat(17)}`],
    [far(6), `where${'.knows.some'.repeat(5)}.knows`],
    [endless, `where${'.NOT'.repeat(17)}`],
  ])('%o is refused at %s', (where, field) => {
    expect(() => compile(where)).toThrowError(
      expect.objectContaining({ code: 'invalid_input', field }) as Error,
    );
  });

  it('puts a field of any name into quotes, and no value into the text', () => {
    const hostile = "x' OR 1=1 //`) DETACH DELETE n";
    const [text, value] = compile({ name: hostile }, Place);
    expect(text).toBe('n.`title` = $p0');
    expect(value).toBe(hostile);
  });
});
