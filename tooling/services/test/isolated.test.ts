import { Redis } from 'ioredis';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { withDriver } from '../src/servers/neo4j-session.ts';
import { client, ownFolders, untilDead } from './support.ts';

const stores = client(ownFolders());
const isolated = { isolated: true } as const;
const [neo4j, redis, postgres] = await Promise.all([
  stores.testNeo4j(isolated),
  stores.testRedis(isolated),
  stores.testPostgres(isolated),
]);

async function killAndStart(
  server: NonNullable<typeof neo4j | typeof redis | typeof postgres>,
): Promise<void> {
  const before = server.pid;
  await server.stop('SIGKILL');
  await untilDead(before);
  await server.start();
  expect(server.pid).not.toBe(before);
}

describe('a server of the caller’s own comes back after kill -9 on the same port with its data', () => {
  test.skipIf(!neo4j)('Neo4j', async () => {
    if (!neo4j) return;
    await withDriver(neo4j, (driver) => driver.executeQuery('CREATE (:Kept)'));
    await killAndStart(neo4j);
    const { records } = await withDriver(neo4j, (driver) => driver.executeQuery('MATCH (n:Kept) RETURN n'));
    expect(records).toHaveLength(1);
  });

  test.skipIf(!redis)('Redis', async () => {
    if (!redis) return;
    const write = new Redis(redis.url);
    await write.set('kept', 'yes');
    write.disconnect();
    await killAndStart(redis);
    const read = new Redis(redis.url);
    expect(await read.get('kept')).toBe('yes');
    read.disconnect();
  });

  test.skipIf(!postgres)('PostgreSQL', async () => {
    if (!postgres) return;
    const query = async (sql: string) => {
      const link = new pg.Client({ connectionString: postgres.url });
      await link.connect();
      try {
        return (await link.query(sql)).rows;
      } finally {
        await link.end();
      }
    };
    await query('CREATE TABLE kept AS SELECT 1 AS id');
    await killAndStart(postgres);
    expect(await query('SELECT * FROM kept')).toEqual([{ id: 1 }]);

    const idle = new pg.Client({ connectionString: postgres.url });
    idle.on('error', () => {}); // it is cut off
    await idle.connect();
    await postgres.stop();
    expect(postgres.pid, 'a clean stop waits for no client').toBeUndefined();
  });
});

test.skipIf(!redis)('a shared server cannot be stopped', async () => {
  const shared = await stores.testRedis();
  const stop = Reflect.get(shared ?? {}, 'stop');
  await expect(stop()).rejects.toThrow('ask for { isolated: true }');
});
