import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { readEnvironment } from '../src/environment.ts';
import { foldersIn } from '../src/folders.ts';
import { client, variablesWith } from './support.ts';

/** The command line takes no folders, so it gets a cache of its own that borrows the downloads of the real one. */
const home = mkdtempSync(join(tmpdir(), 'graphkeep-cli-'));
const downloads = readEnvironment().cache;
const { cache, runtime } = foldersIn(join(home, 'graphkeep'));
mkdirSync(cache);
if (existsSync(downloads))
  for (const name of readdirSync(downloads).filter((each) => /^(debian|neo4j)-/.test(each)))
    symlinkSync(join(downloads, name), join(cache, name));

const services = async (...args: string[]): Promise<string> => {
  const main = join(import.meta.dirname, '../src/main.ts');
  const env = variablesWith({ XDG_CACHE_HOME: home });
  return (await promisify(execFile)(process.execPath, [main, ...args], { env })).stdout;
};

afterAll(async () => {
  await services('stop');
  await rm(home, { recursive: true, force: true });
});

const shared = client({ cache, runtime });
const redis = await shared.testRedis();

describe.skipIf(!redis)('npm run services', () => {
  test('start prints how to reach what it holds, tests use the same servers, stop ends them', async () => {
    const lines = await services('start', 'redis', 'postgres');
    const [, url] = /^REDIS_URL=(.+)$/m.exec(lines) ?? [];
    const [, database] = /^DATABASE_URL=(.+)$/m.exec(lines) ?? [];
    expect(url).toBe(redis?.url);
    const link = new pg.Client({ connectionString: database });
    await link.connect();
    await link.end();
    expect(await services('start', 'redis', 'postgres'), 'a second start changes nothing').toBe(lines);

    await shared.close();
    await services('end');
    expect(await services('status')).toMatch(/holds redis until stop\n {2}holds postgres until stop\n$/);
    const held = new Redis(url ?? '');
    expect(await held.ping()).toBe('PONG');
    held.disconnect();

    await services('stop');
    expect(await services('status')).toBe('nothing runs\n');
  });

  test('a store it does not know is refused', async () => {
    await expect(services('start', 'mongo')).rejects.toThrow('start takes names of stores');
  });
});
