import { sql } from 'kysely';
import { openSqlAsItIs } from '../../reach/open-graph.ts';
import type { Check } from '../check.ts';
import { judgedClock } from '../clock.ts';
import { fine } from '../finding.ts';
import { reasonOf, within } from '../time-limit.ts';

/** Whether the SQL server is there. An embedded one is opened at its first use, and by one process alone. */
export const sqlCheck: Check = {
  name: 'sql',
  run: async ({ config }) => {
    if (!config.sql) return [fine('embedded, opened at its first use')];
    const store = openSqlAsItIs(config);
    try {
      const { version, timescale } = await within(store.capabilities());
      const asked = Date.now();
      const began = performance.now();
      const { rows } = await within(
        store.read((db) =>
          sql<{ now: string }>`SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now`.execute(db),
        ),
      );
      const roundTripMs = performance.now() - began;
      const title = `PostgreSQL ${version}${timescale === null ? '' : ` with TimescaleDB ${timescale}`}`;
      return [
        fine(`${title}, answers in ${roundTripMs.toFixed(1)} ms`),
        ...judgedClock('PostgreSQL', { theirs: Number(rows[0]?.now), asked, roundTripMs }),
      ];
    } catch (error) {
      return [
        {
          severity: 'error',
          what: `The SQL store cannot be reached: ${reasonOf(error)}`,
          why: 'Series and figures cannot be read or written.',
          remedy: 'See that DATABASE_URL is right, and that the server runs.',
        },
      ];
    } finally {
      await store.close().catch(() => {});
    }
  },
};
