import { join } from 'node:path';
import { secretOf } from '@graphkeep/core';
import { infraSeries } from '@graphkeep/models/infra';
import { testPostgres } from '@graphkeep/services';
import { openSql } from '@graphkeep/sql';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../src/frame/exit-codes.ts';
import { temporaryFolder } from './support/folder.ts';
import { runHere } from './support/run-here.ts';
import { API_KEY, startTestServer, type TestServer } from './support/server.ts';

const postgres = await testPostgres();
const tables: readonly string[] = infraSeries.map(({ name }) => name);
const migrateBy = (env: Readonly<Record<string, string>>) => ({
  text: (...args: string[]) => runHere(['migrate', ...args], env),
  json: async (...args: string[]) => JSON.parse((await runHere(['migrate', ...args, '--json'], env)).out),
});
const NAMES = ['0001-series', '0002-coverage'];
const all = (state: 'applied' | 'pending') =>
  NAMES.map((name) => ({ database: 'infra', name, reversible: true, state }));
const APPLIED = NAMES.map((name) => `infra: ${name} is applied\n`).join('');
/** Of the statements that a dry run shows: which tables they make, and how. */
const madeBy = (statements: readonly { readonly database: string; readonly text: string }[], how: RegExp) =>
  statements.flatMap(({ text }) => how.exec(text)?.[1] ?? []).filter((name) => tables.includes(name));

describe('migrations of a domain, embedded', { timeout: 120_000 }, () => {
  const folder = temporaryFolder();
  afterAll(() => folder[Symbol.dispose]());

  it('are shown, run and undone', async () => {
    const { text, json } = migrateBy({ GRAPHKEEP_DATA: join(folder.path, 'data') });
    const { statements } = await json('up', '--dry-run');
    expect(madeBy(statements, /^CREATE TABLE "(\w+)"/)).toEqual(tables);
    expect(await text('up')).toMatchObject({ code: 0, out: APPLIED });
    const undone = await json('down', '--domain', 'infra', '--count', '2', '--yes');
    expect(undone).toEqual({ reverted: NAMES.toReversed() });
    expect(await json('status')).toEqual(all('pending'));
  });

  it('are undone only where they are named', async () => {
    const { text } = migrateBy({ GRAPHKEEP_DATA: join(folder.path, 'data') });
    expect(await text('down', '--yes')).toMatchObject({
      code: exitCodes.misused.code,
      err: 'Say which database: --graph FOLDER, --sql FOLDER or --domain infra.\n',
    });
    expect((await text('down', '--domain', 'taste')).code).toBe(exitCodes.misused.code);
  });
});

describe.skipIf(!postgres)('migrations of a domain, in production', { timeout: 120_000 }, () => {
  let server: TestServer;
  let env: Record<string, string> = {};
  beforeAll(async () => {
    server = await startTestServer({
      DATABASE_URL: postgres?.url ?? '',
      GRAPHKEEP_PROFILE: 'production',
      GRAPHKEEP_API_KEY: API_KEY,
    });
    env = { ...server.env };
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  const doctor = async (): Promise<readonly object[]> => {
    const { out } = await runHere(['doctor', '--json'], env);
    return JSON.parse(out).findings.filter((one: { check: string }) => one.check === 'migrations');
  };

  it('are what a running server waits for, and run beside it', async () => {
    const { text, json } = migrateBy(env);
    const send = () =>
      server.gk.infra.ingest({
        series: 'system_metrics',
        rows: [{ time: new Date(), service: 'web', cpu: 71 }],
      });
    await expect(send()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('0002-coverage is pending. Run graphkeep migrate up,'),
    });
    expect(await doctor()).toMatchObject(
      NAMES.map((name) => ({ severity: 'error', what: `infra: the migration ${name} is not applied.` })),
    );

    const { statements } = await json('up', '--dry-run');
    expect(statements[0]).toMatchObject({ text: 'CREATE EXTENSION IF NOT EXISTS timescaledb' });
    expect(madeBy(statements, /^CREATE TABLE "(\w+)"/)).toEqual(tables);
    expect(madeBy(statements, /create_hypertable\('"(\w+)"'/)).toEqual(tables);
    expect(await json('status')).toEqual(all('pending'));

    expect(await text('up')).toMatchObject({ code: 0, out: APPLIED });
    expect(await send()).toMatchObject({ inserted: 1 });
    expect(await json('up', '--dry-run')).toEqual({ statements: [] });
    expect(await text('up', '--domain', 'infra')).toMatchObject({
      code: 0,
      out: 'all was applied already\n',
    });
    expect((await text('history')).out).toMatch(/Z +infra +0001-series +applied$/m);
    expect(await doctor()).toMatchObject(
      NAMES.map((name) => ({ severity: 'ok', what: `infra: ${name} is applied` })),
    );
    const store = openSql({ url: secretOf(postgres?.url ?? '') });
    const { rows } = await store.read((db) =>
      sql<{ name: string }>`SELECT hypertable_name AS name FROM timescaledb_information.hypertables`.execute(
        db,
      ),
    );
    await store.close();
    expect(rows.map(({ name }) => name).sort()).toEqual([...tables].sort());
  });

  it('are undone only where somebody agrees', async () => {
    const { text, json } = migrateBy(env);
    expect(await json('down', '--domain', 'infra', '--dry-run')).toEqual({ meant: ['0002-coverage'] });
    expect(await text('down', '--domain', 'infra')).toMatchObject({
      code: exitCodes.misused.code,
      err: expect.stringContaining('infra: 0002-coverage is to be undone. What they have changed is lost.'),
    });
    expect(await json('status')).toMatchObject(all('applied'));
  });

  it('that are not as this program knows them are problems', async () => {
    const { text } = migrateBy(env);
    const store = openSql({ url: secretOf(postgres?.url ?? '') });
    await store.write((db) => sql`UPDATE graphkeep_migrations SET checksum = 'other'`.execute(db));
    await store.close();
    expect(await text('status')).toMatchObject({
      code: exitCodes.problems.code,
      out: expect.stringMatching(/^infra +0001-series +changed/m),
    });
    expect(await text('up')).toMatchObject({ code: exitCodes.failed.code });
    const away = { ...env, DATABASE_URL: 'postgres://127.0.0.1:1/nobody' };
    expect((await migrateBy(away).text('status')).code).toBe(exitCodes.away.code);
  });
});
