import { Redis } from 'ioredis';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { client, ownFolders } from './support.ts';

const folders = ownFolders();

const [first, second] = [client(folders), client(folders)];

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
