import { existsSync, readdirSync } from 'node:fs';
import { eventually } from '@graphkeep/test/eventually';
import { describe, expect, test } from 'vitest';
import { Services } from '../src/client/services.ts';
import { readEnvironment } from '../src/environment.ts';
import { socketPath } from '../src/folders.ts';
import { sourceVersion } from '../src/version.ts';
import { client, ownFolders, statusOf, untilDead, variablesWith } from './support.ts';

const folders = ownFolders();
const stores = client(folders);
const [redis, postgres] = [await stores.testRedis(), await stores.testPostgres()];

describe.skipIf(!redis || !postgres)('the daemon', () => {
  test('killed with -9 leaves no server and no folder, and the next takes over its lock and socket', async () => {
    const cluster = await stores.testRedisCluster();
    const daemon = (await statusOf(folders))?.pid ?? 0;
    const pids = [redis?.pid, postgres?.pid, ...(cluster?.nodes ?? []).map(({ pid }) => pid)];
    expect(pids).toHaveLength(8);
    process.kill(daemon, 'SIGKILL');
    await untilDead(daemon);
    await Promise.all(pids.map(untilDead));
    await eventually(() =>
      expect(readdirSync(folders.runtime).filter((name) => name.startsWith('work-'))).toEqual([]),
    );
    expect(existsSync(socketPath(folders, sourceVersion())), 'the dead socket is still there').toBe(true);

    const again = await client(folders).testRedis();
    expect(again?.pid).toBeGreaterThan(0);
    expect((await statusOf(folders))?.pid).not.toBe(daemon);
  });

  test('is not used by clients with other sources', async () => {
    const environment = readEnvironment(variablesWith());
    const older = new Services({ environment, folders, version: 'older' });
    const held = await older.acquire('redis', false);
    const current = await client(folders).testRedis();
    expect(held?.nodes[0]?.pid).not.toBe(current?.pid);
    await older.close();
  });
});
