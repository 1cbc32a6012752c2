import { DOMAINS, foldersThere, type Meant } from '../../migrate/folders.ts';
import { withDatabases } from '../../migrate/with-databases.ts';
import type { Check, Ground } from '../check.ts';
import { type Finding, fine } from '../finding.ts';

type Found = Omit<Finding, 'check'>;

/** Whether migrations are applied: the application's own, and those of domains where the server does not run them itself. */
export const migrationsCheck: Check = {
  name: 'migrations',
  run: async ({ work, config, socket, folders }) => {
    const domains = config.sql !== undefined && config.profile === 'production' ? DOMAINS : [];
    const all = { ...foldersThere(folders), domains };
    if (countOf(all) === 0) return [fine('there are none here')];
    const meant = socket === undefined ? all : beside(config, all);
    const states = countOf(meant) === 0 ? [] : await statesOf(work, meant);
    return [
      ...(countOf(meant) < countOf(all) ? [fine('not all looked at: the server holds a database')] : []),
      ...states.map(judged),
    ];
  },
};

const countOf = ({ graph, sql, domains }: Meant): number =>
  Number(graph !== undefined) + Number(sql !== undefined) + domains.length;

/** What can be looked at beside a running server: an embedded database is opened by one process alone. */
const beside = (config: Ground['config'], { graph, sql, domains }: Meant): Meant => ({
  ...(graph !== undefined && !/^(file|memory):/.test(config.graph.url) && { graph }),
  ...(sql !== undefined && config.sql !== undefined && { sql }),
  domains,
});

const statesOf = (work: Ground['work'], there: Meant) =>
  withDatabases(work, there, async (databases) => {
    const all = [];
    for (const { name: database, migrator } of databases)
      for (const { name, state } of await migrator.status()) all.push({ database, name, state });
    return all;
  });

const judged = ({ database, name, state }: Awaited<ReturnType<typeof statesOf>>[number]): Found => {
  if (state === 'applied') return fine(`${database}: ${name} is applied`);
  if (state === 'pending')
    return {
      severity: 'error',
      what: `${database}: the migration ${name} is not applied.`,
      why: 'The program expects what it makes.',
      remedy: '`graphkeep migrate up --dry-run` shows its statements, `graphkeep migrate up` runs them.',
    };
  return {
    severity: 'error',
    what: `${database}: the migration ${name} is ${state}.`,
    why: 'Its file and what the database knows of it do not belong together, or it was begun and not ended.',
    remedy: 'Bring back the file that was applied, or finish it by `graphkeep migrate up` or `down`.',
  };
};
