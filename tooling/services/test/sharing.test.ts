import { eventually } from '@graphkeep/test/eventually';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { endServices } from '../src/client/end.ts';
import { client, holder, ownFolders, statusOf, untilDead } from './support.ts';

const folders = ownFolders();
const here = client(folders);
const redis = await here.testRedis();

describe.skipIf(!redis)('clients of one daemon', () => {
  const fresh = ownFolders();

  test('two that start at once share one daemon and one server', async () => {
    const [first, second] = await Promise.all([holder(fresh, 'testRedis'), holder(fresh, 'testRedis')]);
    expect(first.pid).toBe(second.pid);
    expect((await statusOf(fresh))?.leases).toHaveLength(2);
  });

  test('an isolated server ends when its holder is killed', async () => {
    const { pid, process } = await holder(folders, 'testRedis', true);
    expect(pid).not.toBe(redis?.pid);
    process.kill('SIGKILL');
    await untilDead(pid);
  });

  test('the database of a holder that is killed is dropped', async () => {
    const { url, process } = await holder(folders, 'testPostgres');
    const mine = await here.testPostgres();
    const admin = new pg.Client({ connectionString: mine?.url });
    await admin.connect();
    const query = 'SELECT count(*)::int AS count FROM pg_database WHERE datname = $1';
    const count = async () => (await admin.query(query, [new URL(url).pathname.slice(1)])).rows[0].count;
    expect(await count()).toBe(1);
    process.kill('SIGKILL');
    await eventually(async () => expect(await count()).toBe(0));
    await admin.end();
  });

  test('the end of a run stops nothing that is in use, and at once what is not', async () => {
    const user = client(fresh);
    const used = await user.testRedis();
    await endServices(fresh, { held: false });
    expect((await statusOf(fresh))?.servers).toMatchObject([{ nodes: [{ pid: used?.pid }] }]);
    await user.close();
    const daemon = (await statusOf(fresh))?.pid;
    await endServices(fresh, { held: false });
    await untilDead(used?.pid);
    await untilDead(daemon);
  });
});
