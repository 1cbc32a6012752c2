import { infraGraph, infraRollups, infraSeries } from '@graphkeep/models/infra';
import { openSeries } from '@graphkeep/platform';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { testPostgres } from '@graphkeep/services';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openInfraTables } from '../src/measurements/infra-tables.ts';
import { readRun } from '../src/validation/history.ts';

const postgres = await testPostgres();
const engines: readonly { readonly name: string; readonly environment: Readonly<Record<string, string>> }[] =
  [
    { name: 'embedded', environment: {} },
    ...(postgres ? [{ name: 'postgres', environment: { DATABASE_URL: postgres.url } }] : []),
  ];

describe.each(engines)('tables of measurements on $name', { timeout: 60_000 }, ({ environment }) => {
  it('that were made before take what came later, and keep what they have', async () => {
    await using platform = await openTestPlatform({ graph: infraGraph, environment });
    const store = platform.asSystem('the tests migrate').sql;
    const first = openSeries({ store, name: 'infra', series: infraSeries, rollups: infraRollups });
    expect(await first.migrate()).toEqual(['0001-series']);
    await store.write((db) =>
      sql`INSERT INTO validation_results (time, run_id, check_name, category, result, severity, score, duration_ms)
        VALUES ('2026-06-15', 'val_1', 'the graph answers', 'connectivity', 'passed', 'critical', 1, 2)`.execute(
        db,
      ),
    );
    const tables = openInfraTables(store);
    expect((await tables.migrator.dryRun()).map(({ migration }) => migration)).toEqual(['0002-coverage']);
    expect(await tables.migrate()).toEqual(['0002-coverage']);
    const run = await readRun({ sql: store }, { runId: 'val_1' });
    expect(run?.checks).toMatchObject([{ name: 'the graph answers', coverage: null }]);
    expect(await tables.migrator.down()).toEqual(['0002-coverage']);
    expect(await first.migrate()).toEqual([]);
  });
});
