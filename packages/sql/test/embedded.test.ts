import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProcess } from '@graphkeep/faults';
import { eventually } from '@graphkeep/test/eventually';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { lockFolder } from '../src/engine/embedded/folder-lock.ts';
import { openEmbedded } from '../src/engine/embedded/open-embedded.ts';
import { open } from './stores.ts';

const root = mkdtempSync(join(tmpdir(), 'graphkeep-sql-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const writer = (folder: string) =>
  startProcess(
    process.execPath,
    ['--conditions=@graphkeep/source', fileURLToPath(new URL('./writer.ts', import.meta.url)), folder],
    { ready: /wrote 20\n/, outputLimit: 1_000_000 },
  );

describe('the embedded store', () => {
  it('belongs to one process, and keeps what was acknowledged when that is killed', async () => {
    const folder = join(root, 'killed');
    await using first = await writer(folder);
    const refused = open(`file:${folder}`);
    await expect(refused.ping()).rejects.toThrow(
      `The data folder ${folder} is in use by process ${first.pid}.`,
    );
    await refused.close();
    await first.kill('SIGKILL');
    const last = Number(/.*wrote (\d+)\n/s.exec(first.output())?.[1]);
    await using store = open(`file:${folder}`);
    const { rows } = await store.read((db) =>
      sql<{ n: number; last: number }>`SELECT count(*) AS n, max(n) AS last FROM numbers`.execute(db),
    );
    expect(rows[0]?.last).toBeGreaterThanOrEqual(last);
    expect(rows[0]?.n).toBe((rows[0]?.last ?? 0) + 1);
  });

  it('leaves the event loop free while it computes', async () => {
    await using store = open('memory:');
    await store.ping();
    let turns = 0;
    let done = false;
    const computing = store
      .read((db) => sql`SELECT sum(sqrt(n)) FROM generate_series(1, 1000000) AS n`.execute(db))
      .finally(() => {
        done = true;
      });
    while (!done) {
      await new Promise(setImmediate);
      turns += 1;
    }
    await computing;
    expect(turns).toBeGreaterThan(50);
  });

  it('ends a thread that is stuck, and opens the folder anew', async () => {
    const engine = openEmbedded({ folder: join(root, 'stuck') }, 50);
    const session = await engine.acquire(60_000);
    const limits = { timeoutMs: 100 };
    await session.query('CREATE TABLE kept (id int)', [], { timeoutMs: 30_000 });
    const endless = session.query('SELECT count(*) FROM generate_series(1, 1000000000)', [], limits);
    await expect(endless).rejects.toMatchObject({ code: 'timeout' });
    await engine.release(session);
    const next = await engine.acquire(60_000);
    const { rows } = await next.query('SELECT count(*) AS n FROM kept', [], { timeoutMs: 30_000 });
    expect(rows).toEqual([{ n: 0 }]);
    await engine.release(next);
    await engine.close();
  });

  it('says what is wrong with a folder that it cannot open', async () => {
    const folder = join(root, 'spoiled');
    const first = open(`file:${folder}`);
    await first.ping();
    await first.close();
    writeFileSync(join(folder, 'database', 'PG_VERSION'), '3\n');
    const second = open(`file:${folder}`);
    await expect(second.ping()).rejects.toThrow(
      `The SQL store in ${join(folder, 'database')} cannot be opened`,
    );
    await second.close();
  });
});

describe('the lock of a folder', () => {
  const owner = (folder: string) => join(folder, 'owner.json');

  it('is taken from an owner who is gone, by one of many', async () => {
    const folder = join(root, 'lock');
    (await lockFolder(folder)).release();
    const gone = { pid: 2 ** 22 + 1, host: hostname(), began: '1', id: 'x' };
    writeFileSync(owner(folder), JSON.stringify(gone));
    const taken = await Promise.allSettled([lockFolder(folder), lockFolder(folder), lockFolder(folder)]);
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(JSON.parse(readFileSync(owner(folder), 'utf8'))).toMatchObject({ pid: process.pid });
    for (const one of taken) if (one.status === 'fulfilled') one.value.release();
    await eventually(async () => (await lockFolder(folder)).release());
  });

  it('is taken from a process whose number another one has got', async () => {
    const folder = join(root, 'reused');
    (await lockFolder(folder)).release();
    const other = { pid: process.ppid, host: hostname(), began: 'long ago', id: 'x' };
    writeFileSync(owner(folder), JSON.stringify(other));
    (await lockFolder(folder)).release();
  });
});
