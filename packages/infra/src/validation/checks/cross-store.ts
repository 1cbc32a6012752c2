import { cypher } from '@graphkeep/platform';
import { sql } from 'kysely';
import { z } from 'zod';
import { type Check, failed, type Ground, passed, someOf, warning } from '../check.ts';

const HOUR_MS = 3_600_000;
/** Of a larger estate only so many are looked at. */
const MOST = 50_000;
const BATCH = 1_000;

/** What is measured, and where it stands in the graph. */
const kinds = {
  services: { table: 'system_metrics', column: 'service', label: 'Service', key: 'serviceId' },
  databases: { table: 'database_metrics', column: 'identifier', label: 'Database', key: 'identifier' },
} as const;
type Kind = keyof typeof kinds;

/** Of whom something was measured since then. */
const measuredSince = async ({ sql: store }: Ground, kind: Kind, since: Date): Promise<readonly string[]> => {
  const { table, column } = kinds[kind];
  const { rows } = await store.read((db) =>
    sql<{ name: string }>`
      SELECT DISTINCT ${sql.ref(column)} AS name FROM ${sql.table(table)} WHERE time >= ${since} ORDER BY 1 LIMIT ${MOST}`.execute(
      db,
    ),
  );
  return rows.map(({ name }) => name);
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
    const measured = await measuredSince(ground, kind, new Date(ground.now.getTime() - HOUR_MS));
    const known = await inGraph(ground, kind, measured);
    const unknown = measured.filter((name) => !known.has(name));
    return unknown.length === 0
      ? passed(`${measured.length} ${kind} were measured in the last hour; the graph has all of them.`)
      : failed(
          `The graph does not have ${unknown.length} ${kind} that were measured in the last hour: ${someOf(unknown)}.`,
          'Add them to the graph, or stop what measures them.',
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
        RETURN coalesce(n.${cypher.ident(key)}, n.instanceId) AS name, n.status AS status LIMIT ${MOST}`,
      { rows: named.extend({ status: z.string().optional() }), operation: 'infra.validate' },
    );
    const all = rows.filter(({ status }) => status === undefined || !RESTING.has(status));
    const measured = new Set(
      await measuredSince(ground, kind, new Date(ground.now.getTime() - 24 * HOUR_MS)),
    );
    const silent = all.map(({ name }) => name).filter((name) => !measured.has(name));
    return silent.length === 0
      ? passed(`${all.length} ${kind} are in the graph; all of them were measured in the last day.`)
      : warning(
          `Of ${silent.length} ${kind} of the graph nothing was measured in the last day: ${someOf(silent.toSorted())}.`,
          'Measure them, or say by their status that they rest.',
        );
  },
});

export const consistencyChecks: readonly Check[] = [
  strangers('services', 'high'),
  strangers('databases', 'medium'),
  unmeasured('services', 'high'),
  unmeasured('databases', 'medium'),
];
