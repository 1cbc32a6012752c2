// A process of its own for the tests: it leads, caches a note, runs a job without end, and changes the note at SIGUSR2.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '@graphkeep/contract';
import { openTestPlatform } from '../src/testing/index.ts';
import { boardDomain, Note } from './board.ts';
import { waitingJob } from './waiting-job.ts';

const environment: Record<string, string> = JSON.parse(process.argv[2] ?? '{}');
const platform = await openTestPlatform({ ...boardDomain, jobs: [waitingJob], environment });
const scope = platform.as({ id: 'child', scopes: ['*'] });
const until = async (isSo: () => Promise<boolean>) => {
  while (!(await isSo())) await sleep(20);
};

await until(async () => (await platform.checkHealth()).state === 'healthy');
const { noteId } = await scope.repo(Note).create({ playerId: newId('ply'), text: 'one' });
await scope.cached(Note).get({ noteId });
const { id } = await scope.jobs.start('waiting', { forEver: true });
await until(async () => (await scope.jobs.status(id)).done === 1);
// Listens before it says that it does: the signal would end it.
const told = once(process, 'SIGUSR2');
process.stdout.write(`ready ${noteId} ${id}\n`);

await told;
void scope.repo(Note).patch({ noteId }, { text: 'two' });
await until(async () => (await scope.repo(Note).get({ noteId })).text === 'two');
process.stdout.write('kept\n');
