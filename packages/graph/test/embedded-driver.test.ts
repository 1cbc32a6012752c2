import { isGraphkeepError } from '@graphkeep/core';
import neo4j, { type Driver, isNode, isPath, isRelationship } from 'neo4j-driver';
import { QueryRunner } from 'neogma';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedDriver } from '../src/engine/embedded/driver/open-embedded-driver.ts';
import { openEmbedded } from '../src/engine/embedded/engine.ts';

let driver: Driver;
beforeEach(() => {
  driver = openEmbeddedDriver();
});
afterEach(() => driver.close());

const values = async (text: string, params = {}, from = driver) =>
  (await from.executeQuery(text, params)).records.map((record) => record.toObject());

describe('the embedded driver', () => {
  it('gives entities, integers and floats as Neo4j’s does', async () => {
    const { records, summary } = await driver.executeQuery(
      'CREATE p = (a:A {i: 1, f: 2.0, l: [1, 2], m: [1.0, 2.0], s: "x"}) RETURN a'.replace('p = ', ''),
    );
    const a: unknown = records[0]?.get('a');
    if (!isNode(a)) throw new TypeError('a is no node');
    expect(a.labels).toEqual(['A']);
    expect(a.properties).toEqual({
      i: neo4j.int(1),
      f: 2,
      l: [neo4j.int(1), neo4j.int(2)],
      m: [1, 2],
      s: 'x',
    });
    expect(summary.counters.updates()).toMatchObject({ nodesCreated: 1, propertiesSet: 5, labelsAdded: 1 });
    expect(summary.counters.containsUpdates()).toBe(true);
    expect(summary.query.text).toContain('CREATE');
    await driver.executeQuery('MATCH (a:A) CREATE (a)-[:T {w: 1}]->(:B)');
    const [row] = await values('MATCH p = (a:A)-[r]->(b) RETURN p, r, [a.i, a.f] AS both, {x: a.f} AS map');
    expect(isPath(row?.['p']) && row['p'].segments.length).toBe(1);
    expect(isRelationship(row?.['r']) && row['r'].properties).toEqual({ w: neo4j.int(1) });
    expect(row).toMatchObject({ both: [neo4j.int(1), 2], map: { x: 2 } });
  });

  it('gives plain numbers where it is told so', async () => {
    const plain = openEmbeddedDriver({ disableLosslessIntegers: true });
    expect(
      await values('CREATE (n {i: 1, f: 2.5}) RETURN n.i AS i, n.f AS f, count(*) AS c', {}, plain),
    ).toEqual([{ i: 1, f: 2.5, c: 1 }]);
    await plain.close();
  });

  it('keeps a number as the float that it is to Neo4j, and an Integer as an integer', async () => {
    const rows = [
      { id: neo4j.int(1), f: 3 },
      { id: neo4j.int(2), f: 0.5 },
    ];
    await driver.executeQuery('UNWIND $rows AS row CREATE (:A {id: row.id, f: row.f, big: $big})', {
      rows,
      big: neo4j.int('9007199254740993'),
    });
    expect(
      await values('MATCH (n:A {id: 1}) RETURN n.f / 2 AS half, n.id / 2 AS none, n.big AS big'),
    ).toEqual([{ half: 1.5, none: neo4j.int(0), big: neo4j.int('9007199254740993') }]);
  });

  it('commits a transaction as a whole, or nothing of it', async () => {
    const session = driver.session();
    const kept = await session.beginTransaction();
    await kept.run('CREATE (:A {id: 1})');
    expect(await values('MATCH (n:A) RETURN n.id AS id')).toEqual([]);
    await kept.commit();
    const lost = await session.beginTransaction();
    await lost.run('CREATE (:A {id: 2})');
    await lost.rollback();
    expect(await values('MATCH (n:A) RETURN n.id AS id')).toEqual([{ id: neo4j.int(1) }]);
    await session.close();
  });

  it('commits nothing of a transaction of which a statement failed', async () => {
    const session = driver.session();
    const open = await session.beginTransaction();
    await open.run('CREATE (:A {id: 1})');
    await expect(open.run('RETURN nonsense')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(open.commit()).rejects.toThrow();
    await session.close();
    expect(await values('MATCH (n:A) RETURN count(n) AS c')).toEqual([{ c: neo4j.int(0) }]);
  });

  it('takes many rows in parts, as one transaction', async () => {
    const rows = Array.from({ length: 5_000 }, (_, id) => ({ id: neo4j.int(id), by: neo4j.int(1) }));
    const write = (given: unknown) =>
      driver.executeQuery('UNWIND $rows AS row CREATE (:A {id: row.id / row.by})', { rows: given });
    const { summary } = await write(rows);
    expect(summary.counters.updates().nodesCreated).toBe(5_000);
    await expect(write([...rows, { id: neo4j.int(1), by: neo4j.int(0) }])).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('division by zero'),
    });
    expect(await values('MATCH (n:A) RETURN count(n) AS c')).toEqual([{ c: neo4j.int(5_000) }]);
  });

  it('commits many changes on a thread of the engine', async () => {
    const session = driver.session();
    await session.executeWrite((open) => open.run('UNWIND range(1, 5000) AS i CREATE (:A {id: i})'));
    await session.close();
    expect(await values('MATCH (n:A) RETURN count(n) AS c')).toEqual([{ c: neo4j.int(5000) }]);
  });

  it('runs a write again after a conflict, and reads nothing but by reading', async () => {
    await driver.executeQuery('CREATE (:A {id: 1, x: 0})');
    await Promise.all(
      Array.from({ length: 3 }, async () => {
        const session = driver.session();
        await session.executeWrite((open) => open.run('MATCH (n:A {id: 1}) SET n.x = n.x + 1'));
        await session.close();
      }),
    );
    expect(await values('MATCH (n:A) RETURN n.x AS x')).toEqual([{ x: neo4j.int(3) }]);
    const session = driver.session();
    await expect(session.executeRead((open) => open.run('CREATE (:A)'))).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'The statement writes, and was run for reading only.',
    });
    await session.close();
  });

  it('streams a long answer, and ends at the first that the reader does not take', async () => {
    const session = driver.session();
    let sum = 0;
    for await (const record of session.run('UNWIND range(1, 3000) AS i RETURN i, i AS again')) {
      sum += Number(record.get('i'));
      if (sum > 1_000) break;
    }
    expect(sum).toBe(1_035);
    await session.close();
  });

  it('has one database, and says so of another', async () => {
    const session = driver.session({ database: 'other' });
    await expect(session.run('RETURN 1 AS x')).rejects.toMatchObject({
      code: 'unsupported',
      field: 'database',
    });
    await session.close();
    expect((await driver.getServerInfo()).agent).toMatch(/^grafeo\/\d/);
    await driver.verifyConnectivity();
  });

  it('is driven by neogma', async () => {
    const runner = new QueryRunner({ driver });
    await runner.create({ label: 'User', data: [{ id: 'u1', age: 30, tags: ['a'] }] });
    await runner.update({ data: { age: 31 }, where: { n: { id: 'u1' } }, identifier: 'n', label: 'User' });
    const { records } = await runner.run('MATCH (n:User) WHERE n.id = $id RETURN n', { id: 'u1' });
    const user: unknown = records[0]?.get('n');
    expect(isNode(user) && user.properties).toEqual({ id: 'u1', age: 31, tags: ['a'] });
    await runner.delete({ where: { n: { id: 'u1' } }, identifier: 'n', label: 'User' });
    expect(await values('MATCH (n) RETURN count(n) AS c')).toEqual([{ c: neo4j.int(0) }]);
  });

  it('shares its database with the engine', async () => {
    const engine = openEmbedded({ folder: undefined });
    const call = { signal: AbortSignal.timeout(5_000) };
    const shared = engine.driver();
    await shared.executeQuery('CREATE (:A {id: 1})');
    const text = 'MATCH (n:`A`) RETURN n.`id` AS `id`';
    expect((await engine.read({ text, params: {}, operation: 'test' }, call)).rows).toEqual([[1]]);
    const raw = {
      text: 'MATCH (n:A) WHERE n.id = $id RETURN n.id LIMIT $n',
      params: { id: 1, n: 1 },
      operation: 'test',
      raw: true,
    };
    expect(await engine.read(raw, call)).toMatchObject({ columns: ['n.id'], rows: [[neo4j.int(1)]] });
    await expect(engine.read({ ...raw, text: 'RETURN date() AS d' }, call)).rejects.toMatchObject({
      code: 'unsupported',
    });
    await shared.close();
    await engine.ping(call);
    await engine.close();
  });
});

describe('a query that runs away', () => {
  // A million rows: some hundred milliseconds at least, on any machine.
  const ENDLESS =
    'UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b WITH a, b WHERE a * b = -1 RETURN count(*) AS c';

  it('answers at its deadline, and sheds new work while as many live as may', {
    timeout: 60_000,
  }, async () => {
    const limited = openEmbeddedDriver({ mostRunaways: 1, timeoutMs: 20_000 });
    const session = limited.session();
    const began = performance.now();
    await expect(session.executeWrite((open) => open.run(ENDLESS), { timeout: 20 })).rejects.toMatchObject({
      code: 'timeout',
    });
    expect(performance.now() - began).toBeLessThan(2_000);
    await session.close();
    await expect(limited.executeQuery('RETURN 1 AS x')).rejects.toMatchObject({
      code: 'overloaded',
      message: expect.stringContaining('1 queries that nobody waits for'),
    });
    await expect
      .poll(
        () =>
          limited.executeQuery('RETURN 1 AS x').then(
            () => 'taken',
            (error: unknown) => (isGraphkeepError(error) ? error.code : error),
          ),
        { timeout: 40_000 },
      )
      .toBe('taken');
    await limited.close();
  });
});
