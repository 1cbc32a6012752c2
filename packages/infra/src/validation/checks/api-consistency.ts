import { infraRollups } from '@graphkeep/models/infra';
import { cypher } from '@graphkeep/platform';
import { sql } from 'kysely';
import { z } from 'zod';
import { serviceDependencies } from '../../queries/service-dependencies.ts';
import { countNodes } from '../../queries/topology/counts.ts';
import { linkKinds, linkTypes, nodeLabels } from '../../queries/topology/kinds.ts';
import { topology } from '../../queries/topology/topology.ts';
import { costAnalysis } from '../../series/cost-analysis.ts';
import { incidentSummary } from '../../series/incident-summary.ts';
import type { Measured } from '../../series/measured.ts';
import { securitySummary } from '../../series/security-summary.ts';
import { systemSummary } from '../../series/system-summary.ts';
import { type Check, type Finding, failed, type Ground, passed, someOf } from '../check.ts';
import { partly } from '../partly.ts';

const DAY_MS = 86_400_000;

/** One figure, told in two ways. */
interface Pair {
  readonly what: string;
  readonly one: number | null;
  readonly other: number | null;
}

/** Sums of fractions differ in their last digits. */
const TOLERANCE = 1e-6;

const compared = (pairs: readonly Pair[]): Finding => {
  const different = pairs.filter(
    ({ one, other }) => Math.abs((one ?? 0) - (other ?? 0)) > TOLERANCE * Math.max(1, Math.abs(one ?? 0)),
  );
  return different.length === 0
    ? passed(`${pairs.length} figures are the same by either way.`)
    : failed(
        `Told in two ways, and not the same: ${someOf(different.map(({ what, one, other }) => `${what} (${one} and ${other})`))}.`,
        'Read both once more; where they still differ, the sums are not of the rows: tell it to whoever maintains this server.',
      );
};

const sum = (values: readonly (number | null)[]): number =>
  values.reduce<number>((all, one) => all + (one ?? 0), 0);
const measuredAt = ({ sql: store, now }: Ground): Measured => ({ sql: store, now: () => now });

const costs: Check = {
  ...{ name: 'costs add up', category: 'API consistency', severity: 'high', needs: ['sql'] },
  look: async (ground) => {
    const ways = ['resourceType', 'region', 'environment', 'costCenter'] as const;
    const pairs: Pair[] = [];
    for (const breakdown of ways) {
      const analysis = await costAnalysis(measuredAt(ground), { breakdown });
      pairs.push(
        {
          what: `cost by ${breakdown}`,
          one: analysis.total,
          other: sum(analysis.breakdown.map(({ cost }) => cost)),
        },
        { what: 'cost by day', one: analysis.total, other: sum(analysis.days.map(({ cost }) => cost)) },
      );
    }
    return compared(pairs);
  },
};

const health: Check = {
  ...{
    name: 'the health of services adds up',
    category: 'API consistency',
    severity: 'medium',
    needs: ['sql'],
  },
  look: async (ground) => {
    const summary = await systemSummary(measuredAt(ground), { limit: 1_000 });
    const { rows } = await ground.sql.read((db) =>
      sql<{ services: number }>`
        SELECT count(DISTINCT service) AS services FROM system_metrics
        WHERE time >= ${summary.range.start} AND time < ${summary.range.end}`.execute(db),
    );
    const { total, healthy, degradedServices, unhealthy, unknown } = summary;
    return compared([
      { what: 'services', one: total, other: rows[0]?.services ?? 0 },
      { what: 'services by health', one: total, other: healthy + degradedServices + unhealthy + unknown },
    ]);
  },
};

const events: Check = {
  ...{ name: 'events and incidents add up', category: 'API consistency', severity: 'medium', needs: ['sql'] },
  look: async (ground) => {
    const security = await securitySummary(measuredAt(ground));
    const incidents = await incidentSummary(measuredAt(ground));
    const eventsIn = (groups: readonly { readonly events: number }[]) => sum(groups.map((one) => one.events));
    const incidentsIn = (groups: readonly { readonly incidents: number }[]) =>
      sum(groups.map((one) => one.incidents));
    return compared([
      { what: 'events by severity', one: security.total, other: eventsIn(security.bySeverity) },
      { what: 'events by type', one: security.total, other: eventsIn(security.byType) },
      { what: 'events by status', one: security.total, other: eventsIn(security.byStatus) },
      { what: 'events by day', one: security.total, other: eventsIn(security.byDay) },
      {
        what: 'incidents by type',
        one: incidents.incidents,
        other: incidentsIn(incidents.byTypeAndSeverity),
      },
      { what: 'incidents by week', one: incidents.incidents, other: incidentsIn(incidents.byWeek) },
    ]);
  },
};

const DAYS = { hour: 1, day: 30, week: 60 } as const;

/** Long ranges are read from sums, short ones from rows: both are to be of the same rows. */
const sums: Check = {
  ...{ name: 'sums are of the rows', category: 'API consistency', severity: 'high', needs: ['sql'] },
  look: async ({ sql: store, now }) => {
    const pairs: Pair[] = [];
    for (const { name, of, bucket } of infraRollups) {
      const since = new Date(now.getTime() - DAYS[bucket] * DAY_MS);
      const unit = sql.lit(bucket);
      // A bucket that waits to be summed up is not counted.
      const { rows } = await store.read((db) =>
        sql<{ rows: number; summed: number }>`
          WITH late AS (SELECT bucket FROM graphkeep_late WHERE rollup = ${name}),
            span AS (SELECT date_trunc(${unit}, ${since}::timestamptz, 'UTC') AS first)
          SELECT
            (SELECT count(*) FROM ${sql.table(of.name)}, span
              WHERE time >= span.first AND time <= ${now} AND date_trunc(${unit}, time, 'UTC') NOT IN (SELECT bucket FROM late)) AS rows,
            (SELECT coalesce(sum("rows"), 0)::float8 FROM ${sql.table(name)}, span
              WHERE bucket >= span.first AND bucket <= ${now} AND bucket NOT IN (SELECT bucket FROM late)) AS summed`.execute(
          db,
        ),
      );
      pairs.push({ what: `rows in ${name}`, one: rows[0]?.rows ?? 0, other: rows[0]?.summed ?? 0 });
    }
    return compared(pairs);
  },
};

/** As they are in the graph, and not as the cache knows them: within a transaction nothing is cached. */
const counts: Check = {
  ...{
    name: 'the topology counts what there is',
    category: 'API consistency',
    severity: 'high',
    needs: ['graph'],
  },
  look: ({ estate }) =>
    estate.transaction(async () => {
      const { counts: told } = await topology(estate, { limit: 2_000 });
      const nodes = await countNodes(estate, nodeLabels);
      const relationships = await countLinks(estate);
      const toldOf = (all: readonly { readonly count: number }[] | undefined) => all?.[0]?.count ?? 0;
      return compared([
        ...nodes.map(({ label, count }) => ({
          what: `nodes of ${label}`,
          one: toldOf(told.byLabel?.filter((one) => one.label === label)),
          other: count,
        })),
        ...relationships.map(({ type, count }) => ({
          what: `relationships of ${type}`,
          one: toldOf(told.byType?.filter((one) => one.type === type)),
          other: count,
        })),
      ]);
    }),
};

/** Of nodes that they may join: others are another check's. */
const countLinks = async (
  estate: Ground['estate'],
): Promise<readonly { readonly type: string; readonly count: number }[]> => {
  const counts = new Map<string, number>(linkTypes.map((type) => [type, 0]));
  for (const { from, type, to } of linkKinds) {
    const [row] = await estate.query(
      cypher`MATCH (:${cypher.ident(from)})-[r:${cypher.ident(type)}]->(:${cypher.ident(to)}) RETURN count(r) AS count`,
      { rows: z.object({ count: z.int() }), operation: 'infra.validate' },
    );
    counts.set(type, (counts.get(type) ?? 0) + (row?.count ?? 0));
  }
  return [...counts].map(([type, count]) => ({ type, count }));
};

const MOST_PAGES = 50;

const dependencies: Check = {
  ...{ name: 'dependencies add up', category: 'API consistency', severity: 'medium', needs: ['graph'] },
  look: ({ estate }) =>
    estate.transaction(async () => {
      let [out, into, services] = [0, 0, 0];
      let page = await serviceDependencies(estate, { limit: 200 });
      for (let read = 1; ; read++) {
        services += page.items.length;
        out += sum(page.items.map(({ dependencyCount }) => dependencyCount));
        into += sum(page.items.map(({ dependentCount }) => dependentCount));
        if (page.next === null) break;
        if (read === MOST_PAGES)
          return partly(passed('nothing was added up, since it adds up only over all of them.'), [
            { what: 'services', looked: services, of: page.services },
          ]);
        page = await serviceDependencies(estate, { limit: 200, after: page.next });
      }
      return compared([
        { what: 'services', one: page.services, other: services },
        { what: 'dependencies', one: page.dependencies, other: out },
        { what: 'dependents', one: page.dependencies, other: into },
      ]);
    }),
};

export const apiChecks: readonly Check[] = [costs, health, events, sums, counts, dependencies];
