import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../src/engine/engine.ts';
import type { Migration, MigrationModule, MigrationProgress } from '../src/migrations/migration.ts';
import { createMigrator } from '../src/migrations/migrator.ts';
import { readMigrations } from '../src/migrations/read-migrations.ts';
import { bareEngines, read, write } from './bare-engines.ts';

const migration = (name: string, module: MigrationModule, checksum = name): Migration => ({
  name,
  checksum,
  ...module,
});
const nothing = migration('0001-nothing', { up: async () => {}, down: async () => {} });
const named = migration('0002-name-people', {
  up: ({ run }) => run('MATCH (n:Person) SET n.name = n.id').then(() => {}),
  down: ({ run }) => run('MATCH (n:Person) REMOVE n.name').then(() => {}),
});
const counting: MigrationModule = {
  transaction: false,
  up: async ({ batches, define, step }) => {
    await define('CREATE INDEX `person_rank` IF NOT EXISTS FOR (n:`Person`) ON (n.`rank`)');
    await batches('count', {
      read: 'MATCH (n:Person) WHERE n.id > $after RETURN n.id AS cursor ORDER BY cursor LIMIT $size',
      write: 'UNWIND $rows AS row MATCH (n:Person {id: row.cursor}) SET n.count = coalesce(n.count, 0) + 1',
      count: 'MATCH (n:Person) RETURN count(n) AS all',
      size: 10,
    });
    await step(
      'mark',
      async (run) => void (await run('CREATE (:Mark {id: $id, size: $size})', { id: 'm', size: 3 })),
    );
  },
};

describe.each(await bareEngines())('migrations on $name', ({ open }) => {
  let engine: Engine;
  beforeEach(async () => {
    engine = open();
    await write(engine, 'MATCH (n) DETACH DELETE n');
    await write(
      engine,
      'UNWIND range(1, 25) AS i CREATE (:Person {id: $prefix + toString(100 + i), rank: i})',
      {
        prefix: 'p',
      },
    );
  });
  afterEach(() => engine.close());

  const migrator = (migrations: readonly Migration[], options = {}) =>
    createMigrator(engine, { migrations, ...options });
  const names = async () =>
    (await read(engine, 'MATCH (n:Person) WHERE n.name IS NOT NULL RETURN n.id AS id')).length;

  it('run up in their order, once, and down again', async () => {
    const up = migrator([named, nothing]);
    expect(await up.up()).toEqual(['0001-nothing', '0002-name-people']);
    expect(await names()).toBe(25);
    expect(await up.up()).toEqual([]);
    expect((await up.status()).map(({ name, state }) => [name, state])).toEqual([
      ['0001-nothing', 'applied'],
      ['0002-name-people', 'applied'],
    ]);
    expect(await up.down()).toEqual(['0002-name-people']);
    expect(await names()).toBe(0);
    expect(await up.pending()).toEqual(['0002-name-people']);
    expect(await up.up({ to: '0001-nothing' })).toEqual([]);
    expect(await up.up()).toEqual(['0002-name-people']);
  });

  it('keep nothing of one that fails, and all before it', async () => {
    const failing = migration('0003-fails', {
      up: async ({ run }) => {
        await run('MATCH (n:Person) SET n.broken = true');
        throw new Error('no such luck');
      },
    });
    const up = migrator([nothing, named, failing]);
    await expect(up.up()).rejects.toThrow('no such luck');
    expect(await up.pending()).toEqual(['0003-fails']);
    expect(await read(engine, 'MATCH (n:Person) WHERE n.broken = true RETURN n.id AS id')).toEqual([]);
    expect(await names()).toBe(25);
  });

  it('refuse a changed file, a late one, and a store that a newer program has been at', async () => {
    await migrator([nothing, named]).up();
    await expect(migrator([nothing, { ...named, checksum: 'other' }]).up()).rejects.toThrow(
      'The migration 0002-name-people was applied, and its file has changed since',
    );
    await expect(migrator([nothing]).up()).rejects.toThrow(
      'The store has the migration 0002-name-people, which this program does not have',
    );
    const late = migration('0001-late', { up: async () => {} });
    await expect(migrator([late, named]).up()).rejects.toThrow(
      /0001-nothing, which this program does not have/,
    );
    await migrator([nothing, named]).down({ count: 2 });
    await migrator([named]).up();
    await expect(migrator([nothing, named]).up()).rejects.toThrow(
      'The migration 0001-nothing comes before 0002-name-people, which is applied already',
    );
  });

  it('let an older program go on beside one that only adds', async () => {
    const expanding = migration('0003-expand', { expand: true, up: async () => {} });
    await migrator([nothing, named, expanding]).up();
    const older = migrator([nothing, named]);
    expect(await older.up()).toEqual([]);
    expect((await older.status()).at(-1)).toMatchObject({ name: '0003-expand', state: 'unknown' });
    await expect(older.down()).rejects.toThrow(/0003-expand, which this program does not have/);
  });

  it('say what they would do, and do nothing', async () => {
    const trial = await migrator([nothing, named, migration('0003-count', counting)]).dryRun();
    expect(trial.map((one) => one.migration)).toEqual([
      '0002-name-people',
      ...Array.from({ length: 4 }, () => '0003-count'),
    ]);
    expect(trial[0]?.text).toBe('MATCH (n:Person) SET n.name = n.id');
    expect(await names()).toBe(0);
    expect(await read(engine, 'MATCH (n:Mark) RETURN n.id AS id')).toEqual([]);
  });

  it('work through many rows in batches, and tell how far they are', async () => {
    const progress: MigrationProgress[] = [];
    const up = migrator([migration('0001-count', counting)], {
      onProgress: (one: MigrationProgress) => progress.push(one),
    });
    await up.up();
    const counts = await read(engine, 'MATCH (n:Person) RETURN n.count AS count');
    expect(counts.map(([count]) => Number(count))).toEqual(Array.from({ length: 25 }, () => 1));
    expect(progress.filter(({ state }) => state === 'batch')).toEqual(
      [10, 20, 25].map((done) => ({
        migration: '0001-count',
        state: 'batch',
        step: 'count',
        done,
        total: 25,
      })),
    );
    expect(await read(engine, 'MATCH (n:GraphkeepCheckpoint) RETURN n.id AS id')).toEqual([]);
  });

  it('go by numbers too, and change what they read before they write it', async () => {
    const ranked = migration('0001-ranked', {
      transaction: false,
      up: ({ batches }) =>
        batches('double', {
          read: 'MATCH (n:Person) WHERE n.rank > $after RETURN n.rank AS cursor ORDER BY cursor LIMIT $size',
          write: 'UNWIND $rows AS row MATCH (n:Person {rank: row.cursor}) SET n.twice = row.twice',
          from: 0,
          size: 10,
          map: ({ cursor }) => ({ cursor, twice: Number(cursor) * 2 }),
        }),
    });
    await migrator([ranked]).up();
    const rows = await read(engine, 'MATCH (n:Person) RETURN n.rank AS rank, n.twice AS twice');
    expect(rows.filter(([rank, twice]) => Number(twice) !== Number(rank) * 2)).toEqual([]);
    expect(rows).toHaveLength(25);
  });

  it('go on behind the last batch that was kept', async () => {
    let batches = 0;
    const stumbling = migrator([migration('0001-count', counting)], {
      onProgress: ({ state }: MigrationProgress) => {
        if (state === 'batch' && ++batches === 2) throw new Error('stumbled');
      },
    });
    await expect(stumbling.up()).rejects.toThrow('stumbled');
    const again = migrator([migration('0001-count', counting)]);
    expect((await again.status()).map(({ state }) => state)).toEqual(['running']);
    await again.up();
    const counts = await read(engine, 'MATCH (n:Person) RETURN n.count AS count');
    expect(counts.map(([count]) => Number(count))).toEqual(Array.from({ length: 25 }, () => 1));
    expect(await read(engine, 'MATCH (n:Mark) RETURN n.id AS id')).toHaveLength(1);
  });

  it('run one at a time: a second runner waits, and finds the work done', async () => {
    let running = 0;
    const slow = migration('0001-slow', {
      transaction: false,
      up: async ({ step }) => {
        running++;
        for (const name of ['a', 'b', 'c'])
          await step(name, async (run) => void (await run('CREATE (:Mark {id: $name})', { name })));
        expect(running).toBe(1);
        running--;
      },
    });
    const done = await Promise.all([migrator([slow]).up(), migrator([slow]).up()]);
    expect(done.flat()).toEqual(['0001-slow']);
    expect(await read(engine, 'MATCH (n:Mark) RETURN n.id AS id')).toHaveLength(3);
  });

  it('are taken over when the lock of a dead runner has ended, and the dead one keeps nothing more', async () => {
    let freeze: (() => void) | undefined;
    const frozen = new Promise<void>((resolve) => {
      freeze = resolve;
    });
    let thaw = () => {};
    const thawed = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    const steps = (waits: boolean) =>
      migration('0001-steps', {
        transaction: false,
        up: async ({ step }) => {
          await step('first', async (run) => void (await run("CREATE (:Mark {id: 'first'})")));
          if (waits) {
            freeze?.();
            await thawed;
          }
          await step('second', async (run) => void (await run("CREATE (:Mark {id: 'second'})")));
        },
      });
    const dead = migrator([steps(true)], { lockMs: 700 }).up();
    const outcome = dead.then(
      () => 'ended well',
      (error: Error) => error.message,
    );
    await frozen;
    await expect(migrator([steps(false)], { waitMs: 10, lockMs: 60_000 }).up()).rejects.toThrow(
      /Another process is running migrations/,
    );
    expect(await migrator([steps(false)], { waitMs: 10_000 }).up()).toEqual(['0001-steps']);
    thaw();
    expect(await outcome).toBe('Another runner has taken over the migrations.');
    const marks = await read(engine, 'MATCH (n:Mark) RETURN n.id AS id ORDER BY id');
    expect(marks.flat()).toEqual(['first', 'second']);
  });

  it('say what needs steps of its own', async () => {
    const defining = migration('0001-define', { up: ({ define }) => define('CREATE INDEX') });
    await expect(migrator([defining]).up()).rejects.toThrow('export `const transaction = false`');
    const running = migration('0001-run', {
      transaction: false,
      up: async ({ run }) => void (await run('RETURN 1 AS one')),
    });
    await expect(migrator([running]).up()).rejects.toThrow('run its statements in a step');
  });
});

describe('a folder of migrations', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'graphkeep-migrations-'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string) => writeFileSync(join(folder, name), text);

  it('is read in order, with a checksum of each file that no line ending changes', async () => {
    file('0002-second.js', 'export const up = async () => {};\r\nexport const transaction = false;\r\n');
    file('0001-first.js', 'export const up = async () => {};\nexport const down = async () => {};\n');
    mkdirSync(join(folder, 'notes'));
    const [first, second] = await readMigrations(folder);
    expect(first).toMatchObject({ name: '0001-first', transaction: true, expand: false });
    expect(first?.down).toBeTypeOf('function');
    expect(second).toMatchObject({ name: '0002-second', transaction: false });
    const { checksum } = second ?? {};
    file('0002-second.js', 'export const up = async () => {};\nexport const transaction = false;\n');
    expect((await readMigrations(folder))[1]?.checksum).toBe(checksum);
  });

  it('is refused where a file has no good name, no `up`, or the number of another', async () => {
    file('0001-first.js', 'export const up = async () => {};');
    file('1-second.js', 'export const up = async () => {};');
    await expect(readMigrations(folder)).rejects.toThrow('1-second.js is no name of a migration');
    rmSync(join(folder, '1-second.js'));
    file('0001-other.js', 'export const up = async () => {};');
    await expect(readMigrations(folder)).rejects.toThrow(
      'Two migrations have the number 0001: 0001-first and 0001-other.',
    );
    rmSync(join(folder, '0001-other.js'));
    file('0002-empty.js', 'export const down = async () => {};');
    await expect(readMigrations(folder)).rejects.toThrow(
      'The migration 0002-empty exports no function `up`.',
    );
  });
});
