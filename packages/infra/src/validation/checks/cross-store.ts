import { cypher } from '@graphkeep/platform';
import { sql } from 'kysely';
import { z } from 'zod';
import { type Check, failed, type Ground, passed, someOf, warning } from '../check.ts';
import { partly, seenOf } from '../partly.ts';

const HOUR_MS = 3_600_000;
const BATCH = 1_000;

/** What is measured, and where it stands in the graph. */
const kinds = {
  services: { table: 'system_metrics', column: 'service', label: 'Service', key: 'serviceId' },
  databases: { table: 'database_metrics', column: 'identifier', label: 'Database', key: 'identifier' },
} as const;
type Kind = keyof typeof kinds;

/** Of whom something was measured since then: some of them, and how many there are. */
const measuredSince = async ({ sql: store, limits }: Ground, kind: Kind, since: Date) => {
  const { table, column } = kinds[kind];
  const { rows } = await store.read((db) =>
    sql<{ name: string; total: number }>`
      SELECT name, count(*) OVER () AS total FROM (
        SELECT DISTINCT ${sql.ref(column)} AS name FROM ${sql.table(table)} WHERE time >= ${since}
      ) AS m ORDER BY 1 LIMIT ${limits.compared}`.execute(db),
  );
  return { names: rows.map(({ name }) => name), total: rows[0]?.total ?? 0 };
};

/** Those of the names of which nothing was measured since then. */
const silentSince = async (
  { sql: store }: Ground,
  kind: Kind,
  names: readonly string[],
  since: Date,
): Promise<readonly string[]> => {
  const { table, column } = kinds[kind];
  const silent: string[] = [];
  for (let from = 0; from < names.length; from += BATCH) {
    const { rows } = await store.read((db) =>
      sql<{ name: string }>`
        SELECT name FROM unnest(${names.slice(from, from + BATCH)}::text[]) AS name
        WHERE NOT EXISTS (SELECT 1 FROM ${sql.table(table)} WHERE ${sql.ref(column)} = name AND time >= ${since})`.execute(
        db,
      ),
    );
    silent.push(...rows.map(({ name }) => name));
  }
  return silent;
};

const named = z.object({ name: z.string() });

/** Those of the names that the graph has. A database may be a machine, which goes by another key. */
export const inGraph = async (
  { estate }: Ground,
  kind: Kind,
  names: readonly string[],
): Promise<ReadonlySet<string>> => {
  const { label, key } = kinds[kind];
  const found = new Set<string>();
  const places =
    kind === 'services'
      ? [[label, key]]
      : [
          ['RDSInstance', key],
          ['EC2Instance', 'instanceId'],
        ];
  for (let from = 0; from < names.length; from += BATCH)
    for (const [place = '', property = ''] of places) {
      const rows = await estate.query(
        cypher`UNWIND ${names.slice(from, from + BATCH)} AS name
          MATCH (n:${cypher.ident(place)} {${cypher.ident(property)}: name}) RETURN name`,
        { rows: named, operation: 'infra.validate' },
      );
      for (const { name } of rows) found.add(name);
    }
  return found;
};

const strangers = (kind: Kind, severity: Check['severity']): Check => ({
  name: `measured ${kind} are in the graph`,
  category: 'cross-store consistency',
  severity,
  needs: ['graph', 'sql'],
  look: async (ground) => {
    const since = new Date(ground.now.getTime() - HOUR_MS);
    const { names, total } = await measuredSince(ground, kind, since);
    const known = await inGraph(ground, kind, names);
    const unknown = names.filter((name) => !known.has(name));
    return partly(
      unknown.length === 0
        ? passed(`${names.length} ${kind} were measured in the last hour; the graph has all of them.`)
        : failed(
            `The graph does not have ${unknown.length} ${kind} that were measured in the last hour: ${someOf(unknown)}.`,
            'Add them to the graph, or stop what measures them.',
          ),
      [seenOf(`${kind} that were measured in the last hour`, total, ground.limits.compared)],
    );
  },
});

/** Of these nobody expects a measurement. */
const RESTING = new Set(['stopped', 'inactive', 'retired', 'terminated', 'deleting']);

const unmeasured = (kind: Kind, severity: Check['severity']): Check => ({
  name: `${kind} of the graph are measured`,
  category: 'cross-store consistency',
  severity,
  needs: ['graph', 'sql'],
  look: async (ground) => {
    const { label, key } = kinds[kind];
    const rows = await ground.estate.query(
      cypher`MATCH (n:${cypher.ident(label)})
        RETURN coalesce(n.${cypher.ident(key)}, n.instanceId) AS name, n.status AS status LIMIT ${ground.limits.compared}`,
      { rows: named.extend({ status: z.string().optional() }), operation: 'infra.validate' },
    );
    const [count] = await ground.estate.query(
      cypher`MATCH (n:${cypher.ident(label)}) RETURN count(n) AS count`,
      { rows: z.object({ count: z.int() }), operation: 'infra.validate' },
    );
    const all = rows.filter(({ status }) => status === undefined || !RESTING.has(status));
    const since = new Date(ground.now.getTime() - 24 * HOUR_MS);
    const silent = await silentSince(
      ground,
      kind,
      all.map(({ name }) => name),
      since,
    );
    return partly(
      silent.length === 0
        ? passed(`${all.length} ${kind} are in the graph; all of them were measured in the last day.`)
        : warning(
            `Of ${silent.length} ${kind} of the graph nothing was measured in the last day: ${someOf(silent.toSorted())}.`,
            'Measure them, or say by their status that they rest.',
          ),
      [seenOf(`${kind} of the graph`, count?.count ?? 0, ground.limits.compared)],
    );
  },
});

export const consistencyChecks: readonly Check[] = [
  strangers('services', 'high'),
  strangers('databases', 'medium'),
  unmeasured('services', 'high'),
  unmeasured('databases', 'medium'),
];
