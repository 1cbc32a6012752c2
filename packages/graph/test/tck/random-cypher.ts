/** Numbers from a seed, so that a failure can be run again. */
export const randomFrom = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** A small graph in which properties are missing, whole floats stand beside integers, and texts look like numbers. */
export const GRAPH = `
CREATE (a:A {id: 1, i: 1, f: 1.0, s: 'a', d: '1', b: true, l: [1, 2], t: ['x', '1'], m: 1}),
       (b:A {id: 2, i: 2, f: 2.5, s: 'b', d: '2.0', b: false, l: [2], t: ['y'], m: '1'}),
       (c:A:B {id: 3, i: -3, s: '', d: 'x', l: [], m: 1.0}),
       (d:B {id: 4, f: -0.5, s: 'Ab', b: true, t: ['a', 'b', 'c'], m: true}),
       (e:B {id: 5, i: 7, f: 3.0, d: '10', b: false, l: [7, 8, 9]}),
       (f:C {id: 6}),
       (a)-[:T {id: 11, w: 1, x: 1.0}]->(b), (b)-[:T {id: 12, w: 2}]->(c), (a)-[:U {id: 13, w: 3, x: 0.5}]->(c),
       (c)-[:U {id: 14}]->(d), (d)-[:T {id: 15, w: 2, x: 4.0}]->(a), (e)-[:T {id: 16}]->(e)`;

type Kind = 'integer' | 'number' | 'text' | 'truth' | 'integers' | 'texts';

/** Random statements of the shapes that the gate admits, and of some that it does not. */
export class RandomCypher {
  readonly #random: () => number;
  readonly params: Readonly<Record<string, unknown>>;
  #names = 0;

  constructor(random: () => number, params: Readonly<Record<string, unknown>>) {
    this.#random = random;
    this.params = params;
  }

  read(): string {
    return this.#one([
      () => `${this.#match()} RETURN ${this.#columns('n')}`,
      () =>
        `${this.#match()} RETURN ${this.#columns('n')} ORDER BY n.id, x LIMIT ${this.#one(['2', '$two'])}`,
      () =>
        `${this.#match()} OPTIONAL MATCH (n)${this.#link('r')}(o${this.#label()}) RETURN ${this.#columns('n')}, r.w AS w, o.id AS o, o AS node`,
      () =>
        `${this.#match()} WITH n, ${this.#any('n', 2)} AS v WHERE ${this.#truth('n', 2)} RETURN n.id AS id, v AS v`,
      () =>
        `${this.#match()} RETURN ${this.#value(this.#kind(), 'n', 1)} AS k, ${this.#aggregate('n')} AS x, ${this.#aggregate('n')} AS y`,
      () =>
        `UNWIND ${this.#value(this.#one(['integers', 'texts']), undefined, 2)} AS u RETURN u AS u, ${this.#any(undefined, 2)} AS x`,
      () => `RETURN ${this.#any(undefined, 3)} AS x`,
      () =>
        `${this.#match()} MATCH (n)${this.#link('r')}(o) WHERE ${this.#truth('n', 2)} RETURN n.id AS n, r AS r, o.id AS o, type(r) AS t`,
      () =>
        `${this.#match()} MATCH p = (n)-[:T|U*1..2]->(o) RETURN n.id AS n, length(p) AS l, [one IN nodes(p) | one.id] AS ids, o.${this.#key()} AS v`,
      () =>
        `${this.#match()} WHERE ${this.#one(['', 'NOT '])}(n)${this.#link('')}(${this.#label()}) RETURN n.id AS id`,
      () => `${this.#match()} WITH DISTINCT ${this.#any('n', 1)} AS v RETURN v AS v, count(*) AS c`,
      () =>
        `${this.#match()} WITH collect(n) AS all UNWIND all AS one RETURN one.id AS id, one.${this.#key()} AS v`,
    ])();
  }

  /** Subqueries that read, and among them what neogma makes to load related nodes. */
  subquery(): string {
    const link = (name: string): string => this.#link(name);
    const related = (from: string, depth: number): string => {
      const [node, rel, name] = [`target_${depth}`, `rel_${depth}`, `related_${depth}`];
      const nested = depth < 2 && this.#random() < 0.5 ? related(node, depth + 1) : undefined;
      const kept = nested === undefined ? '' : `, related_${depth + 1}`;
      const entry = `{ node: ${node}, relationship: ${rel}${nested === undefined ? '' : `, more: related_${depth + 1}`} }`;
      const filter = this.#one(['', ` AND (${this.#truth(node, 2)})`]);
      return [
        `CALL { WITH ${from} OPTIONAL MATCH (${from})${link(rel)}(${node}${this.#label()})`,
        ...(nested === undefined ? [] : [nested]),
        `WITH ${node}, ${rel}${kept} ORDER BY ${rel}.id ${this.#one(['ASC', 'DESC'])}, ${node}.id`,
        `WITH COLLECT(CASE WHEN ${node} IS NOT NULL${filter} THEN ${entry} END) AS __collected`,
        `RETURN [x IN __collected WHERE x IS NOT NULL]${this.#one(['', '[0..2]', '[1..]', '[1..3]'])} AS ${name} }`,
      ].join(' ');
    };
    const taking = this.#one(['CALL { WITH n', 'CALL (n) {']);
    return this.#one([
      () => `${this.#match()} ${related('n', 0)} ORDER BY n.id SKIP 1 LIMIT $two RETURN n, related_0`,
      () => `${this.#match()} ${related('n', 0)} RETURN n.id AS id, related_0 AS l ORDER BY n.id`,
      () =>
        `${this.#match()} ${related('n', 0)} ${related('n', 1).replaceAll('related_1', 'other')} RETURN n, related_0, other`,
      () =>
        `${this.#match()} ${taking} OPTIONAL MATCH (n)${link('r')}(o) RETURN count(o) AS c, ${this.#aggregate('o')} AS x } RETURN n.id AS id, c AS c, x AS x`,
      () =>
        `${this.#match()} ${taking} MATCH (n)${link('r')}(o) WHERE ${this.#truth('o', 2)} RETURN o AS o, r.id AS r, ${this.#any('n', 2)} AS x ORDER BY r.id, o.id LIMIT 2 } RETURN n.id AS id, o AS o, r AS r, x AS x`,
      () =>
        `${this.#match()} OPTIONAL MATCH (n)${link('r')}(o:B) CALL { WITH n OPTIONAL MATCH (n)${link('r')}(o) RETURN count(DISTINCT o.id) AS c } RETURN n.id AS id, o.id AS o, r.id AS r, c AS c`,
      () =>
        `${this.#match()} CALL { MATCH (n${this.#label()}) RETURN ${this.#aggregate('n')} AS x } RETURN n.id AS id, x AS x`,
      () =>
        `OPTIONAL MATCH (n:A {i: ${this.#one(['1', '50'])}}) ${taking} OPTIONAL MATCH (n)${link('r')}(o) WITH n, o ORDER BY o.id LIMIT 2 RETURN collect(o.id) AS ids, ${this.#aggregate('n')} AS x } RETURN n AS n, ids AS ids, x AS x`,
      () =>
        `UNWIND ${this.#value('integers', undefined, 1)} AS u CALL { WITH u MATCH (n) WHERE n.i = u RETURN n AS n, u + 1 AS v } RETURN u AS u, n.id AS id, v AS v`,
      () =>
        `${this.#match()} ${taking} MATCH (n)${link('r')}(o) RETURN ${this.#one(['DISTINCT ', ''])}o.id AS o } CALL { WITH o MATCH (m {id: o}) RETURN m AS m } WITH n, m WHERE ${this.#truth('m', 1)} RETURN n.id AS n, m AS m`,
      () =>
        `${this.#match()} ORDER BY n.id ${this.#one(['', 'DESC'])} ${this.#one(['', 'SKIP 1'])} LIMIT 3 RETURN n.id AS id, ${this.#any('n', 2)} AS x`,
      () =>
        `${this.#match()} OPTIONAL MATCH (n)${link('r')}(o) RETURN n.id AS id, r.id AS r, CASE WHEN ${this.#truth('n', 1)} THEN {node: o, link: r, v: ${this.#any('n', 1)}} ELSE {node: n} END AS x`,
    ])();
  }

  write(): string {
    return this.#one([
      () => `${this.#match()} SET n.${this.#key()} = ${this.#any('n', 2)} RETURN count(n) AS c`,
      () =>
        `${this.#match()} SET n += {i: ${this.#value('integer', 'n', 1)}, s: ${this.#value('text', 'n', 1)}}`,
      () =>
        `${this.#match()} OPTIONAL MATCH (n)${this.#link('r')}(o:B) SET r.w = ${this.#value('integer', 'n', 1)}, o:D`,
      () => `${this.#match()} OPTIONAL MATCH (n)${this.#link('r')}() DELETE r`,
      () => `${this.#match()} REMOVE n.${this.#key()}, n:A`,
      () => `${this.#match()} DETACH DELETE n`,
      () =>
        `MERGE (n:A {i: ${this.#value('integer', undefined, 1)}}) ON CREATE SET n.id = 99 ON MATCH SET n.s = 'found'`,
      () => `${this.#match()} MATCH (o:B) MERGE (n)-[r:T]->(o) ON CREATE SET r.id = 100 ON MATCH SET r.w = 5`,
      () => `UNWIND $rows AS row MERGE (n:A {id: row.id}) SET n.f = row.f, n.s = row.s`,
      () =>
        `${this.#match()} CREATE (n)-[:V {w: ${this.#value('number', 'n', 1)}}]->(:E {i: n.i, v: ${this.#any('n', 1)}})`,
      () => `CREATE (n:E) SET n = $map RETURN n AS n`,
      () => `${this.#match()} MATCH (n)-[r:T]->() SET r = n`,
    ])();
  }

  #one<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(this.#random() * choices.length)];
    if (choice === undefined) throw new RangeError('There is nothing to choose from.');
    return choice;
  }

  #kind(): Kind {
    return this.#one(['integer', 'number', 'text', 'truth', 'integers', 'texts']);
  }

  #label(): string {
    return this.#one(['', ':A', ':B', ':C']);
  }

  #key(): string {
    return this.#one(['i', 'f', 's', 'd', 'b', 'l', 't', 'm', 'nope']);
  }

  #link(name: string): string {
    const body = `[${name}${this.#one(['', ':T', ':U', ':T|U'])}]`;
    return this.#one([`-${body}->`, `<-${body}-`, `-${body}-`]);
  }

  #match(): string {
    const inline = this.#one([
      '',
      '',
      '',
      ` {i: ${this.#one(['1', '7', '$one'])}}`,
      " {d: '1'}",
      ' {d: $digits}',
      ' {m: 1}',
    ]);
    const where = this.#one(['', ` WHERE ${this.#truth('n', 2)}`]);
    return `MATCH (n${this.#label()}${inline})${where}`;
  }

  #columns(name: string): string {
    return `${name}.id AS id, ${this.#any(name, 3)} AS x, ${this.#one([`${name} AS y`, `${this.#any(name, 2)} AS y`])}`;
  }

  #any(name: string | undefined, depth: number): string {
    return this.#value(this.#kind(), name, depth);
  }

  #truth(name: string | undefined, depth: number): string {
    return this.#value('truth', name, depth);
  }

  #aggregate(name: string): string {
    const of = (kind: Kind): string => this.#value(kind, name, 1);
    return this.#one([
      () => 'count(*)',
      () => `count(${this.#one(['', 'DISTINCT '])}${this.#any(name, 1)})`,
      () => `sum(${of(this.#one(['integer', 'number']))})`,
      () => `avg(${of('number')})`,
      () => `${this.#one(['min', 'max'])}(${of(this.#one(['integer', 'number', 'text']))})`,
      () => `size(collect(${this.#any(name, 1)}))`,
    ])();
  }

  #value(kind: Kind, name: string | undefined, depth: number): string {
    if (depth <= 0 || this.#random() < 0.15) return this.#leaf(kind, name);
    const of = (other: Kind): string => this.#value(other, name, depth - 1);
    const pair = (operator: string, other: Kind): string => `(${of(other)} ${operator} ${of(other)})`;
    const scalar = this.#one<Kind>(['integer', 'number', 'text']);
    const variable = `v${this.#names++}`;
    const chosen = () => `CASE WHEN ${of('truth')} THEN ${of(kind)} ELSE ${of(kind)} END`;
    const shared = [chosen, () => `coalesce(${of(kind)}, ${of(kind)})`];
    const lists = (list: Kind) => [
      ...shared,
      () => `(${of(list)} + ${of(list)})`,
      () => `[${variable} IN ${of(list)} WHERE ${this.#about(variable, list)} | ${variable}]`,
      () => `${of(list)}[${this.#one(['0', '1', '-1', '-2', ''])}..${this.#one(['1', '2', '-1', '5', ''])}]`,
      () => `tail(${of(list)})`,
      () => `reverse(${of(list)})`,
    ];
    const element = (list: Kind) => [
      () => `${of(list)}[${this.#one(['0', '1', '-1', '5'])}]`,
      () => `${this.#one(['head', 'last'])}(${of(list)})`,
    ];
    const forms: Readonly<Record<Kind, readonly (() => string)[]>> = {
      integer: [
        ...shared,
        ...element('integers'),
        () => pair(this.#one(['+', '-', '*']), 'integer'),
        () => `(${of('integer')} ${this.#one(['/', '%'])} ${this.#one(['2', '-3', '7'])})`,
        () => `size(${of(this.#one(['text', 'integers', 'texts']))})`,
        () => `abs(${of('integer')})`,
        () => `sign(${of('number')})`,
        () => `toInteger(${of(this.#one(['number', 'text', 'integer']))})`,
        () => `(-${of('integer')})`,
      ],
      number: [
        ...shared,
        () => pair(this.#one(['+', '-', '*']), 'number'),
        () => `(${of('number')} / ${this.#one(['2', '2.0', '-4'])})`,
        () => `${this.#one(['ceil', 'floor', 'abs'])}(${of('number')})`,
        () => `toFloat(${of(this.#one(['integer', 'text', 'number']))})`,
        () => `(${of('integer')} ^ 2)`,
        () => `sqrt(abs(${of('number')}))`,
      ],
      text: [
        ...shared,
        ...element('texts'),
        () => pair('+', 'text'),
        () => `(${of('text')} + ${of('integer')})`,
        () => `${this.#one(['toUpper', 'toLower', 'trim', 'reverse'])}(${of('text')})`,
        () => `substring(${of('text')}, ${this.#one(['0', '1', '1, 2'])})`,
        () => `${this.#one(['left', 'right'])}(${of('text')}, ${this.#one(['0', '1', '9'])})`,
        () => `replace(${of('text')}, 'a', 'b')`,
        () => `toString(${of(this.#one(['integer', 'truth', 'text']))})`,
      ],
      truth: [
        ...shared,
        () => pair(this.#one(['AND', 'OR', 'XOR']), 'truth'),
        () => `(NOT ${of('truth')})`,
        () => pair(this.#one(['=', '<>', '<', '<=', '>', '>=']), scalar),
        () =>
          `(${of(scalar)} ${this.#one(['=', '<>', '<', '>='])} ${of(this.#one<Kind>(['integer', 'number', 'text']))})`,
        () => pair(this.#one(['=', '<>']), this.#one(['truth', 'integers', 'texts'])),
        () => `(${this.#any(name, depth - 1)} IS ${this.#one(['', 'NOT '])}NULL)`,
        () => pair(this.#one(['STARTS WITH', 'ENDS WITH', 'CONTAINS']), 'text'),
        () => `(${of('integer')} IN ${of('integers')})`,
        () => `(${of('text')} IN ${of('texts')})`,
        () =>
          `${this.#one(['all', 'any', 'none', 'single'])}(${variable} IN ${of('integers')} WHERE ${this.#about(variable, 'integers')})`,
        () => (name === undefined ? 'true' : `${name}${this.#one([':A', ':B', ':A:B'])}`),
      ],
      integers: [
        ...lists('integers'),
        () => `[${of('integer')}, ${of('integer')}]`,
        () => `range(${this.#one(['0', '1', '5'])}, ${this.#one(['3', '-1'])})`,
      ],
      texts: [
        ...lists('texts'),
        () => `[${of('text')}, ${of('text')}]`,
        () => `split(${of('text')}, 'a')`,
        ...(name === undefined ? [] : [() => `labels(${name})`]),
      ],
    };
    return this.#one(forms[kind])();
  }

  /** A condition on a list's item. */
  #about(variable: string, list: Kind): string {
    return list === 'texts'
      ? this.#one([
          `${variable} = 'a'`,
          `${variable} <> '1'`,
          `${variable} STARTS WITH 'a'`,
          `size(${variable}) > 1`,
        ])
      : this.#one([
          `${variable} > 1`,
          `${variable} = 2`,
          `${variable} % 2 = 0`,
          `${variable} IN [1, 7]`,
          `${variable} IS NOT NULL`,
        ]);
  }

  #leaf(kind: Kind, name: string | undefined): string {
    const key = (...keys: readonly string[]): string[] =>
      name === undefined ? [] : keys.map((one) => `${name}.${one}`);
    const leaves: Readonly<Record<Kind, readonly string[]>> = {
      integer: ['0', '1', '2', '-3', '7', '$one', '$nothing', ...key('i', 'i', 'nope', 'm')],
      number: ['1.0', '2.5', '-0.5', '$half', '$whole', '3', ...key('f', 'f', 'i', 'm')],
      text: ["'a'", "''", "'Ab'", "'1'", "'2.0'", '$digits', '$word', 'null', ...key('s', 'd', 's', 'm')],
      truth: ['true', 'false', 'null', '$yes', ...key('b', 'b', 'nope')],
      integers: ['[]', '[1, 2]', '[7]', '$list', '[1, null]', ...key('l', 'l', 'nope')],
      texts: ['[]', "['a', 'b']", "['1']", '$words', ...key('t', 't')],
    };
    return this.#one(leaves[kind]);
  }
}
