import type { SeriesDefinition } from '@graphkeep/models';
import { infraSeries } from '@graphkeep/models/infra';
import { sql } from 'kysely';
import { z } from 'zod';
import { type Check, failed, type Ground, passed, someOf, warning } from '../check.ts';
import { inGraph } from './cross-store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A measurement may be so late, or three times as late as those of its kind come. */
const LATE_MINUTES = 15;
const LATE_INTERVALS = 3;
/** Whose measurements are older than this is not measured any more. */
const STOPPED_MS = 60 * MINUTE_MS;

/** Series that are to have no holes, and whom they measure. */
const regular = [
  { table: 'system_metrics', column: 'service', kind: 'services' },
  { table: 'database_metrics', column: 'identifier', kind: 'databases' },
] as const;

const freshness: Check = {
  ...{
    name: 'measurements are fresh',
    category: 'series quality',
    severity: 'high',
    needs: ['graph', 'sql'],
  },
  look: async (ground) => {
    const { sql: store, now } = ground;
    const late: { readonly name: string; readonly ms: number }[] = [];
    const empty: string[] = [];
    for (const { table, column, kind } of regular) {
      const { rows } = await store.read((db) =>
        sql<{ name: string; last: Date; every: number | null }>`
          SELECT ${sql.ref(column)} AS name, max(time) AS last,
            extract(epoch FROM max(time) - min(time))::float8 * 1000 / nullif(count(*) - 1, 0) AS every
          FROM ${sql.table(table)} WHERE time >= ${new Date(now.getTime() - DAY_MS)} AND time <= ${now} GROUP BY 1`.execute(
          db,
        ),
      );
      if (rows.length === 0) empty.push(table);
      const old = rows.flatMap(({ name, last, every }) => {
        const ms = now.getTime() - last.getTime();
        return ms > Math.max(LATE_MINUTES * MINUTE_MS, LATE_INTERVALS * (every ?? 0)) ? [{ name, ms }] : [];
      });
      // What left the graph may stop.
      const known = await inGraph(
        ground,
        kind,
        old.map(({ name }) => name),
      );
      late.push(...old.filter(({ name }) => known.has(name)));
    }
    if (late.length > 0) {
      const told = late
        .toSorted((one, other) => other.ms - one.ms)
        .map(({ name, ms }) => `${name} (${Math.round(ms / MINUTE_MS)} min)`);
      const judge = late.some(({ ms }) => ms > STOPPED_MS) ? failed : warning;
      return judge(`No new measurements of ${someOf(told)}.`, 'See whether what measures them still runs.');
    }
    return empty.length > 0
      ? warning(
          `In the last day nothing came into ${empty.join(' and ')}.`,
          'Send measurements by `infra.ingest`.',
        )
      : passed(`All that was measured in the last day was measured in the last ${LATE_MINUTES} minutes.`);
  },
};

const gaps: Check = {
  ...{ name: 'measurements have no gaps', category: 'series quality', severity: 'medium', needs: ['sql'] },
  look: async ({ sql: store, now }) => {
    const found: string[] = [];
    for (const { table, column } of regular) {
      const { rows } = await store.read((db) =>
        sql<{ name: string; since: Date; minutes: number }>`
          SELECT name, before AS since, (extract(epoch FROM gap) / 60)::float8 AS minutes FROM (
            SELECT ${sql.ref(column)} AS name, lag(time) OVER one AS before, time - lag(time) OVER one AS gap,
              (max(time) OVER all_of_one - min(time) OVER all_of_one) / nullif(count(*) OVER all_of_one - 1, 0) AS usual
            FROM ${sql.table(table)} WHERE time >= ${new Date(now.getTime() - DAY_MS)} AND time <= ${now}
            WINDOW one AS (PARTITION BY ${sql.ref(column)} ORDER BY time), all_of_one AS (PARTITION BY ${sql.ref(column)})
          ) AS m
          WHERE gap > greatest(usual * ${LATE_INTERVALS}, ${LATE_MINUTES} * interval '1 minute')
          ORDER BY gap DESC, name LIMIT 100`.execute(db),
      );
      found.push(
        ...rows.map(
          ({ name, since, minutes }) => `${name} since ${since.toISOString()} for ${Math.round(minutes)} min`,
        ),
      );
    }
    return found.length === 0
      ? passed('Nothing is missing of the last day.')
      : warning(
          `Nothing was measured of ${someOf(found)}.`,
          'Send what is missing once more: rows that are there already are left out.',
        );
  },
};

const bound = z.object({ minimum: z.number().optional(), maximum: z.number().optional() });
const jsonSchema = z.object({ properties: z.record(z.string(), z.unknown()) });

/** The conditions under which a row of a series is out of the bounds of its definition, by column. */
export const boundsOf = ({ schema, fields }: SeriesDefinition): ReadonlyMap<string, string> => {
  const { properties } = jsonSchema.parse(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }));
  return new Map(
    fields.flatMap(({ name, stored, kind }) => {
      if (kind !== 'integer' && kind !== 'float') return [];
      const { minimum, maximum } = bound.parse(properties[name]);
      const conditions = [
        ...(minimum === undefined || !isSaid(minimum) ? [] : [`"${stored}" < ${minimum}`]),
        ...(maximum === undefined || !isSaid(maximum) ? [] : [`"${stored}" > ${maximum}`]),
        ...(kind === 'float' ? [`"${stored}" IN ('NaN', 'Infinity', '-Infinity')`] : []),
      ];
      return conditions.length === 0 ? [] : [[stored, conditions.join(' OR ')] as const];
    }),
  );
};

/** Every whole number has the bounds of what can be counted. */
const isSaid = (limit: number): boolean => Math.abs(limit) < Number.MAX_SAFE_INTEGER;

const DAYS = { hour: 1, day: 30 } as const;

const outOfRange = async (
  { sql: store, now }: Ground,
  { name, chunk }: SeriesDefinition,
  conditions: ReadonlyMap<string, string>,
): Promise<readonly string[]> => {
  const since = new Date(now.getTime() - DAYS[chunk] * DAY_MS);
  const columns = [...conditions].map(
    ([column, condition]) => sql`count(*) FILTER (WHERE ${sql.raw(condition)}) AS ${sql.ref(column)}`,
  );
  const { rows } = await store.read((db) =>
    sql<Record<string, number>>`
      SELECT ${sql.join(columns)} FROM ${sql.table(name)} WHERE time >= ${since}`.execute(db),
  );
  return Object.entries(rows[0] ?? {})
    .filter(([, count]) => count > 0)
    .map(([column, count]) => `${count} of ${name}.${column}`);
};

const ranges: Check = {
  ...{ name: 'values are within their bounds', category: 'series quality', severity: 'high', needs: ['sql'] },
  look: async (ground) => {
    const problems: string[] = [];
    for (const definition of infraSeries) {
      const conditions = boundsOf(definition);
      if (conditions.size > 0) problems.push(...(await outOfRange(ground, definition, conditions)));
    }
    return problems.length === 0
      ? passed('No value is out of the bounds of its definition.')
      : failed(
          `Out of their bounds are ${someOf(problems)}.`,
          'Somebody wrote past the ingestion, which refuses such values: correct or remove them.',
        );
  },
};

const FUTURE_MS = 5 * MINUTE_MS;

const future: Check = {
  ...{ name: 'nothing is of the future', category: 'series quality', severity: 'medium', needs: ['sql'] },
  look: async ({ sql: store, now }) => {
    const problems: string[] = [];
    for (const { name } of infraSeries) {
      const { rows } = await store.read((db) =>
        sql<{ last: Date | null }>`SELECT max(time) AS last FROM ${sql.table(name)}`.execute(db),
      );
      const last = rows[0]?.last;
      if (last && last.getTime() > now.getTime() + FUTURE_MS)
        problems.push(`${name} (${last.toISOString()})`);
    }
    return problems.length === 0
      ? passed('The last of everything is past.')
      : failed(
          `There are measurements of the future in ${problems.join(', ')}.`,
          'Set the clock of what measures, and remove those rows.',
        );
  },
};

export const seriesChecks: readonly Check[] = [freshness, gaps, ranges, future];
