import { secretOf } from '@graphkeep/core';
import {
  costAnalysis,
  databasePerformance,
  type Measured,
  networkLatency,
  serviceTrend,
  systemSummary,
} from '@graphkeep/infra';
import { infraRollups, infraSeries, SystemMetrics } from '@graphkeep/models/infra';
import { testPostgres } from '@graphkeep/services';
import { openSeries, openSql, type Series } from '@graphkeep/sql';
import pg from 'pg';
import { type Bench, defineSuite, type Scope } from '../define-suite.ts';
import { atLeast, atMost } from '../goal.ts';
import { fillSeries, systemRows } from './infra/readings.ts';

interface Estate extends Measured {
  readonly series: Series;
}
interface Stores {
  readonly postgres: Estate;
  readonly pglite: Estate;
  readonly pool: pg.Pool;
}

const BATCH = 10_000;
const NOW = new Date('2026-06-15T12:00:00Z');

const openEstate = async ({ stack }: Scope, url: string, name: string): Promise<Estate> => {
  const sql = openSql<unknown>({ url: secretOf(url), guard: { timeoutMs: 300_000 }, commandMs: 300_000 });
  stack.defer(() => sql.close());
  const now = () => NOW;
  const series = openSeries({ store: sql, name, series: infraSeries, rollups: infraRollups, now });
  await series.migrate();
  return { sql, series, now };
};

/** The same rows to the same columns, by hand: no checks, no notes for sums. */
const BY_HAND = `INSERT INTO by_hand SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[],
  $6::float8[], $7::float8[], $8::float8[], $9::float8[], $10::float8[], $11::bigint[], $12::float8[], $13::float8[], $14::float8[],
  $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[], $19::bigint[]) ON CONFLICT DO NOTHING`;

const ingestBench = (id: string, callers: number): Bench<Stores> => ({
  id,
  unit: 'rows/s',
  perCall: BATCH,
  ours: {
    callers,
    goal: atLeast(50_000),
    beforeRound: async ({ pool }) => {
      await pool.query('TRUNCATE system_metrics; TRUNCATE graphkeep_late');
    },
    make: ({ postgres: { series } }) => {
      let round = 0;
      return () =>
        series.ingest(SystemMetrics, systemRows(BATCH, new Date(NOW.getTime() - round++ * 60_000 * 250)));
    },
  },
  against: {
    'unnest by hand': {
      callers,
      goal: atLeast(0.85),
      promisesLess: 'no checks of the rows, no sums kept up to date',
      beforeRound: async ({ pool }) => {
        await pool.query('TRUNCATE by_hand');
      },
      make: ({ pool }) => {
        let round = 0;
        return async () => {
          const columns: unknown[][] = [];
          for (const row of systemRows(BATCH, new Date(NOW.getTime() - round++ * 60_000 * 250)))
            for (const [at, value] of Object.values(row).entries()) {
              columns[at] ??= [];
              columns[at].push(value);
            }
          await pool.query(BY_HAND, columns);
        };
      },
    },
  },
});

const methods: Readonly<Record<string, (estate: Estate) => Promise<unknown>>> = {
  'trend.day': (estate) => serviceTrend(estate, { service: 'svc-1', hours: 24 }),
  'system.day': (estate) => systemSummary(estate, { hours: 24, service: 'svc-1' }),
  'system.month': (estate) => systemSummary(estate, { days: 30 }),
  'databases.day': (estate) => databasePerformance(estate, { hours: 24, identifier: 'db-1' }),
  'network.day': (estate) => networkLatency(estate, { hours: 24, source: 'svc-1' }),
  'cost.month': (estate) => costAnalysis(estate, { days: 30 }),
};
/** One service or resource over a day, the whole estate over a month: milliseconds, on TimescaleDB and on PGlite. */
const GOALS = { postgres: 200, pglite: 1_000 } as const;

const seriesBenches = (['postgres', 'pglite'] as const).flatMap((engine) =>
  Object.entries(methods).map(
    ([name, run]): Bench<Stores> => ({
      id: `infra.series.${name}.${engine}`,
      unit: 'ms',
      goal: atMost(GOALS[engine]),
      measure: async ({ [engine]: estate }) => {
        const began = performance.now();
        await run(estate);
        return performance.now() - began;
      },
    }),
  ),
);

export const infra = defineSuite<Stores>({
  name: 'infra',
  setup: async (scope) => {
    const address = await testPostgres();
    if (!address) throw new Error('PostgreSQL cannot be had here.');
    const pool = new pg.Pool({ connectionString: address.url, max: 2 });
    scope.stack.defer(() => pool.end());
    const rows = scope.quick ? 100_000 : 1_000_000;
    const postgres = await openEstate(scope, address.url, 'infra');
    await pool.query('CREATE TABLE by_hand (LIKE system_metrics INCLUDING ALL)');
    if ((await postgres.sql.capabilities()).hypertables)
      await pool.query(
        "SELECT create_hypertable('by_hand', by_range('time', INTERVAL '1 hour'), create_default_indexes => false)",
      );
    const pglite = await openEstate(scope, 'memory:', 'infra');
    await fillSeries(pglite.series, rows, NOW);
    await fillSeries(postgres.series, rows, NOW);
    return { postgres, pglite, pool };
  },
  // What is ingested in rounds takes away what the others read, so it comes last.
  benches: [...seriesBenches, ingestBench('infra.ingest', 1), ingestBench('infra.ingest.2', 2)],
});
