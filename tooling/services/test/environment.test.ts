import { expect, test } from 'vitest';
import { readEnvironment } from '../src/environment.ts';
import { client, ownFolders, statusOf } from './support.ts';

test.each([
  [undefined, false],
  ['', false],
  ['false', false],
  ['true', true],
  ['1', true],
])('CI=%s makes a missing store an error: %s', (CI, strict) => {
  expect(readEnvironment({ CI }).strict).toBe(strict);
});

test('addresses are read from their variables', () => {
  const environment = readEnvironment({
    GRAPHKEEP_TEST_NEO4J_URL: 'neo4j://db:7687',
    GRAPHKEEP_TEST_NEO4J_PASSWORD: 'secret',
    GRAPHKEEP_TEST_REDIS_CLUSTER: 'a:7000, b:7001',
    GRAPHKEEP_TEST_REDIS_SENTINEL: 'main@a:26379,b:26380',
  });
  expect(environment.external('neo4j')).toEqual({
    store: 'neo4j',
    url: 'neo4j://db:7687',
    username: 'neo4j',
    password: 'secret',
  });
  const nodes = [
    { host: 'a', port: 7000 },
    { host: 'b', port: 7001 },
  ];
  expect(environment.external('cluster')).toEqual({ store: 'cluster', nodes });
  expect(environment.external('sentinel')).toEqual({
    store: 'sentinel',
    name: 'main',
    sentinels: [
      { host: 'a', port: 26379 },
      { host: 'b', port: 26380 },
    ],
  });
  expect(environment.external('redis')).toBeUndefined();
});

test.each([
  [{ GRAPHKEEP_TEST_NEO4J_URL: 'bolt://db' }, 'neo4j', 'GRAPHKEEP_TEST_NEO4J_PASSWORD must be'],
  [
    { GRAPHKEEP_TEST_REDIS_CLUSTER: 'a' },
    'cluster',
    'GRAPHKEEP_TEST_REDIS_CLUSTER must list host:port,host:port; "a"',
  ],
  [
    { GRAPHKEEP_TEST_REDIS_SENTINEL: 'a:1' },
    'sentinel',
    'GRAPHKEEP_TEST_REDIS_SENTINEL must be name@host:port',
  ],
] as const)('%o is refused', (variables, store, message) => {
  expect(() => readEnvironment(variables).external(store)).toThrow(message);
});

const folders = ownFolders();
const lender = client(folders);
const [redis, postgres] = [await lender.testRedis(), await lender.testPostgres()];

test.skipIf(!redis || !postgres)(
  'an address from the environment comes before any other source',
  async () => {
    const borrower = client(folders, {
      GRAPHKEEP_TEST_REDIS_URL: redis?.url,
      GRAPHKEEP_TEST_POSTGRES_URL: postgres?.url,
    });
    expect((await borrower.testRedis())?.url).toBe(redis?.url);
    const database = await borrower.testPostgres();
    expect(database?.url).not.toBe(postgres?.url);
    expect(new URL(database?.url ?? '').port).toBe(new URL(postgres?.url ?? '').port);
    const started = (await statusOf(folders))?.servers.flatMap(({ nodes }) => nodes.map(({ pid }) => pid));
    expect(started?.toSorted(), 'none besides those lent').toEqual([redis?.pid, postgres?.pid].toSorted());
  },
);

test('an address from the environment that does not answer is an error, not a skip', async () => {
  const borrower = client(folders, {
    GRAPHKEEP_TEST_POSTGRES_URL: 'postgres://postgres@127.0.0.1:1/postgres',
  });
  await expect(borrower.testPostgres()).rejects.toThrow(
    /postgres, as the environment gives it, .*ECONNREFUSED/,
  );
});
