import { isGraphkeepError } from '@graphkeep/core';
import { testNeo4j } from '@graphkeep/services';
import neo4j, { type Driver } from 'neo4j-driver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedDriver } from '../src/engine/embedded/driver/open-embedded-driver.ts';
import { GRAPH, RandomCypher, randomFrom } from './tck/random-cypher.ts';
import { textOf } from './tck/value.ts';

const server = await testNeo4j();
const SEED = 20_261;
const RUNS = 160;

const PARAMS = {
  one: neo4j.int(1),
  two: neo4j.int(2),
  half: 0.5,
  whole: 3,
  digits: '1',
  word: 'a',
  yes: true,
  nothing: null,
  list: [neo4j.int(1), neo4j.int(7)],
  words: ['a', '1'],
  rows: [
    { id: neo4j.int(1), f: 4, s: 'new' },
    { id: neo4j.int(50), f: 0.25, s: null },
  ],
  map: { i: neo4j.int(3), f: 2, floats: [1, 2.5], s: 'x' },
};

describe.skipIf(!server)('random statements', () => {
  let embedded: Driver;
  let real: Driver;
  beforeAll(async () => {
    embedded = openEmbeddedDriver();
    real = neo4j.driver(server?.url ?? '', neo4j.auth.basic('neo4j', server?.password ?? ''));
    for (const driver of [embedded, real]) await driver.executeQuery(GRAPH);
  });
  afterAll(async () => {
    await real.executeQuery('MATCH (n) DETACH DELETE n');
    await Promise.all([embedded.close(), real.close()]);
  });

  it(`are answered as Neo4j answers them, or refused (seed ${SEED})`, { timeout: 600_000 }, async () => {
    const cypher = new RandomCypher(randomFrom(SEED), PARAMS);
    const tally = { same: 0, refused: 0, elsewhere: 0, different: 0 };
    const different: string[] = [];
    for (let run = 0; run < RUNS; run++) {
      const statement = [
        () => cypher.write(),
        () => cypher.read(),
        () => cypher.read(),
        () => cypher.subquery(),
      ][run % 4]?.();
      if (statement === undefined) throw new RangeError('There is a statement for each run.');
      const [ours, theirs] = await Promise.all([embedded, real].map((driver) => outcome(driver, statement)));
      // Neo4j may look at a row of a wrong type before the filter that drops it.
      const verdict =
        ours === 'refused'
          ? 'refused'
          : ours === theirs
            ? 'same'
            : theirs === AN_ERROR
              ? 'elsewhere'
              : 'different';
      tally[verdict]++;
      if (verdict === 'different') different.push(`${statement}\nembedded:\n${ours}\nneo4j:\n${theirs}\n`);
    }
    console.log(`statements against Neo4j: ${JSON.stringify(tally)}`);
    expect(different.join('\n')).toBe('');
    expect(tally.same).toBeGreaterThan(RUNS / 2);
    expect(tally.elsewhere).toBeLessThan(RUNS / 50);
  });
});

/** A subquery's own order is none of the rows that are answered. */
const isOrdered = (statement: string): boolean => statement.replace(/\{.*\}/s, '').includes('ORDER BY');

const AN_ERROR = 'an error';

/** Everything that a statement answered and left behind, as one text; it is rolled back. */
const outcome = async (driver: Driver, statement: string): Promise<string> => {
  const session = driver.session();
  const transaction = session.beginTransaction();
  try {
    const open = await transaction;
    const { records, summary } = await open.run(statement, PARAMS);
    const rows = records.map((record) => record.map((value: unknown) => textOf(value)).join(' | '));
    const counters = summary.counters.updates();
    const after = await open.run('MATCH (n) OPTIONAL MATCH (n)-[r]->(o) RETURN n AS n, r AS r, o.id AS o');
    const left = after.records.map((record) => record.map((value: unknown) => textOf(value)).join(' | '));
    return [
      ...(isOrdered(statement) ? rows : rows.sort()),
      `created ${counters.nodesCreated}/${counters.relationshipsCreated}, deleted ${counters.nodesDeleted}/${counters.relationshipsDeleted}`,
      ...(/\b(SET|CREATE|MERGE|DELETE|REMOVE)\b/.test(statement) ? left.sort() : []),
    ].join('\n');
  } catch (error) {
    if (isGraphkeepError(error) && error.code === 'unsupported') return 'refused';
    if (isGraphkeepError(error) && error.code !== 'invalid_input') throw error;
    return AN_ERROR;
  } finally {
    await session.close();
  }
};
