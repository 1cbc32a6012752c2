import { Redis } from 'ioredis';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { withDriver } from '../src/servers/neo4j-session.ts';
import { client, ownFolders } from './support.ts';

const folders = ownFolders();

const [neo4jUser, first, second] = [client(folders), client(folders), client(folders)];

const neo4j = await neo4jUser.testNeo4j();
describe.skipIf(!neo4j)('Neo4j', () => {
  test('is empty for the next user', async () => {
    if (!neo4j) return;
    await withDriver(neo4j, async (driver) => {
      await driver.executeQuery('CREATE CONSTRAINT person FOR (n:Person) REQUIRE n.id IS UNIQUE');
      await driver.executeQuery('CREATE TEXT INDEX `the name` FOR (n:Person) ON (n.name)');
      await driver.executeQuery(
        'CREATE (a:Person {id: 1})-[:KNOWS]->(b:Person {id: 2}), (c:Person)-[:KNOWS]->(c)',
      );
    });
    await neo4jUser.close();
    const next = await second.testNeo4j();
    expect(next?.pid, 'the same server').toBe(neo4j.pid);
    await withDriver(neo4j, async (driver) => {
      const count = async (query: string) => (await driver.executeQuery(query)).records.length;
      expect(await count('MATCH (n) RETURN n')).toBe(0);
      expect(await count('SHOW CONSTRAINTS')).toBe(0);
      expect(await count("SHOW INDEXES WHERE type <> 'LOOKUP'")).toBe(0);
    });
  });
});

const redis = await first.testRedis();
describe.skipIf(!redis)('Redis', () => {
  test('gives each user a prefix, and deletes what is under it at the end', async () => {
    const other = await second.testRedis();
    expect(other?.prefix).not.toBe(redis?.prefix);
    const link = new Redis(redis?.url ?? '');
    await link.set(`${redis?.prefix}a`, 1);
    await link.set(`${other?.prefix}a`, 2);
    await second.close();
    expect(await link.exists(`${other?.prefix}a`)).toBe(0);
    expect(await link.get(`${redis?.prefix}a`)).toBe('1');
    link.disconnect();
  });
});

const postgres = await first.testPostgres();
describe.skipIf(!postgres)('PostgreSQL', () => {
  test('gives each user a database with TimescaleDB at hand', async () => {
    const other = await second.testPostgres();
    const [mine, theirs] = await Promise.all(
      [postgres, other].map(async (address) => {
        const link = new pg.Client({ connectionString: address?.url });
        await link.connect();
        return link;
      }),
    );
    await mine?.query('CREATE TABLE only_mine (id int)');
    await expect(theirs?.query('SELECT * FROM only_mine')).rejects.toThrow('does not exist');
    await theirs?.query('CREATE EXTENSION timescaledb');
    await theirs?.query('CREATE TABLE m (at timestamptz NOT NULL); ');
    const made = await theirs?.query("SELECT create_hypertable('m', by_range('at')) IS NOT NULL AS made");
    expect(made?.rows).toEqual([{ made: true }]);
    await Promise.all([mine?.end(), theirs?.end()]);
  });
});
