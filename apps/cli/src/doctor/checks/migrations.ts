import { foldersThere } from '../../migrate/folders.ts';
import { withDatabases } from '../../migrate/with-databases.ts';
import type { Check, Ground } from '../check.ts';
import { type Finding, fine } from '../finding.ts';

type Found = Omit<Finding, 'check'>;

/** Whether the application's own migrations are applied, where it has some. */
export const migrationsCheck: Check = {
  name: 'migrations',
  run: async ({ work, config, socket, folders }) => {
    const there = foldersThere(folders);
    if (there.graph === undefined && there.sql === undefined) return [fine('there are none here')];
    if (socket !== undefined && /^(file|memory):/.test(config.graph.url))
      return [fine('not looked at: the server holds the databases')];
    return (await statesOf(work, there)).map(judged);
  },
};

const statesOf = (work: Ground['work'], there: Ground['folders']) =>
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
