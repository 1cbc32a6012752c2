import { type Kysely, sql } from 'kysely';

/** What a server can do beyond plain PostgreSQL. */
export interface Capabilities {
  readonly version: string;
  /** Tables in chunks by time; with the Apache edition of TimescaleDB too. */
  readonly hypertables: boolean;
  /** Roll-ups, compression and gap filling by the server: only with TimescaleDB's own licence. */
  readonly continuousAggregates: boolean;
  readonly compression: boolean;
  readonly timescale: string | null;
}

export const readCapabilities = async (db: Kysely<unknown>): Promise<Capabilities> => {
  const { rows } = await sql<{ version: string; timescale: string | null; license: string | null }>`
    SELECT current_setting('server_version') AS version,
      (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb') AS timescale,
      current_setting('timescaledb.license', true) AS license`.execute(db);
  const [row] = rows;
  const hypertables = row?.timescale != null;
  const licensed = hypertables && row.license === 'timescale';
  return {
    version: row?.version ?? 'unknown',
    hypertables,
    continuousAggregates: licensed,
    compression: licensed,
    timescale: row?.timescale ?? null,
  };
};
