import { randomBytes } from 'node:crypto';
import { infraGraph } from '@graphkeep/models/infra';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { sql } from 'kysely';
import type { Measured } from '../src/index.ts';

type Store = Pick<Measured, 'sql'>;

/** Runs statements outside of a transaction. */
export const run = async ({ sql: store }: Store, ...texts: readonly string[]): Promise<void> => {
  for (const text of texts) await store.read((db) => sql.raw(text).execute(db));
};

/** The address of the same database for a user who may make tables in it and no extension: its tables are plain ones. */
export const withoutExtensions = async (url: string) => {
  const role = `gk_plain_${randomBytes(4).toString('hex')}`;
  const platform = await openTestPlatform({ graph: infraGraph, environment: { DATABASE_URL: url } });
  const admin = platform.asSystem('a user for tests');
  await run(admin, `CREATE ROLE ${role} LOGIN`, `GRANT ALL ON SCHEMA public TO ${role}`);
  const address = new URL(url);
  address.username = role;
  return {
    url: address.href,
    [Symbol.asyncDispose]: async () => {
      await run(admin, `DROP OWNED BY ${role}`, `DROP ROLE ${role}`);
      await platform[Symbol.asyncDispose]();
    },
  };
};

const NOON = "timestamptz '2026-06-15T12:00:00Z'";

/** Enough rows that an index pays: a day by the minute, ten by the hour. */
export const manyRows: readonly string[] = [
  `INSERT INTO system_metrics (time, service, cpu, memory, response_ms, error_rate, requests)
    SELECT ${NOON} - m * interval '1 minute', 's' || s, 40 + m % 10, 50, CASE WHEN (m + s) % 500 = 0 THEN 3000 ELSE 80 END, 0.1, 10
    FROM generate_series(1499, 0, -1) AS m, generate_series(1, 30) AS s ORDER BY 1`,
  `INSERT INTO network_metrics (time, source, target, latency_avg, latency_p95, requests, errors, timeouts)
    SELECT ${NOON} - m * interval '1 minute', 's' || s, 't' || s, 20, 60, 100, 0, 0
    FROM generate_series(719, 0, -1) AS m, generate_series(1, 40) AS s ORDER BY 1`,
  `INSERT INTO database_metrics (time, identifier, cpu, read_latency_ms)
    SELECT ${NOON} - m * interval '1 minute', 'd' || d, CASE WHEN (m + d) % 400 = 0 THEN 90 ELSE 20 END, 5
    FROM generate_series(719, 0, -1) AS m, generate_series(1, 40) AS d ORDER BY 1`,
  `INSERT INTO cost_metrics (time, resource_id, resource_type, daily_cost, waste)
    SELECT ${NOON} - h * interval '1 hour', 'r' || r, 'ec2', 40, CASE WHEN r % 50 = 0 THEN 30 ELSE 0 END
    FROM generate_series(239, 0, -1) AS h, generate_series(1, 100) AS r ORDER BY 1`,
  `INSERT INTO security_events (time, event_id, event_type, severity, status)
    SELECT ${NOON} - n * interval '30 seconds', 'e' || n, 'scan', CASE WHEN n % 10 = 0 THEN 'critical' ELSE 'low' END,
      CASE WHEN n % 500 = 0 THEN 'open' ELSE 'resolved' END FROM generate_series(20000, 0, -1) AS n`,
  `INSERT INTO business_value_metrics (time, initiative, metric_type, category, savings, hours_saved)
    SELECT ${NOON} - n * interval '40 seconds', 'i' || n % 100, 't' || n % 40, 'cost', 10, 1 FROM generate_series(20000, 0, -1) AS n`,
  `INSERT INTO incident_metrics (time, incident_id, incident_type, severity, status, services, resolution_minutes)
    SELECT ${NOON} - n * interval '40 seconds', 'i' || n, 'outage', 'high', 'resolved', '{}', n % 997 FROM generate_series(20000, 0, -1) AS n`,
];
