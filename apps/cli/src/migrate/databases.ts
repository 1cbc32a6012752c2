import { type Migrator, openMigrator, readMigrations } from '@graphkeep/graph/migrations';
import type { Graph } from '@graphkeep/models';
import { domainMigrators } from '@graphkeep/server';
import { openSqlMigrator, type SqlMigrator } from '@graphkeep/sql';
import type { Work } from '../frame/work.ts';
import { openGraphAsItIs, openSqlAsItIs } from '../reach/open-graph.ts';
import type { Domain, Meant } from './folders.ts';
import { readSqlMigrations } from './read-sql-migrations.ts';

/** One history of migrations, and what they are run by. */
export interface Database {
  /** A domain's is in the SQL store, beside the application's own. */
  readonly name: 'graph' | 'sql' | Domain;
  readonly migrator: Pick<Migrator | SqlMigrator, 'status' | 'up' | 'down' | 'dryRun'>;
}

/** What the SQL store calls the history of an application's own migrations. */
const HISTORY = 'application';
const NO_NODES: Graph = {};

export const openDatabases = async <T>(
  work: Work,
  { graph, sql, domains }: Meant,
  use: (databases: readonly Database[]) => Promise<T>,
): Promise<T> => {
  const config = work.config();
  const databases: Database[] = [];
  await using opened = new AsyncDisposableStack();
  if (graph !== undefined) {
    const migrations = await readMigrations(graph);
    const store = opened.adopt(await openGraphAsItIs(config, NO_NODES), (one) => one.close());
    const onProgress = progressOf(work);
    const migrator = openMigrator(store, { migrations, signal: work.signal, onProgress });
    databases.push({ name: 'graph', migrator });
  }
  if (sql !== undefined || domains.length > 0) {
    const migrations = sql === undefined ? [] : await readSqlMigrations(sql);
    const store = opened.adopt(openSqlAsItIs(config), (one) => one.close());
    // The application's own may stand on them.
    for (const name of domains) databases.push({ name, migrator: domainMigrators[name](store) });
    if (sql !== undefined)
      databases.push({ name: 'sql', migrator: openSqlMigrator(store, { name: HISTORY, migrations }) });
  }
  return await use(databases);
};

const progressOf = (work: Work) => {
  const bars = new Map<string, ReturnType<Work['progress']>>();
  return ({ migration, state, step, done, total }: Told): void => {
    if (state !== 'batch') {
      for (const bar of bars.values()) bar.end();
      bars.clear();
      work.say(`graph: ${migration} is ${state}`);
      return;
    }
    const label = `${migration} ${step ?? ''}`.trim();
    const bar = bars.get(label) ?? work.progress(label);
    bars.set(label, bar);
    bar.tell(done ?? 0, total ?? null);
  };
};

interface Told {
  readonly migration: string;
  readonly state: string;
  readonly step?: string;
  readonly done?: number;
  readonly total?: number;
}
