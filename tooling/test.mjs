// npm test [-- arguments of `turbo run`]: ends with one line, `N passed, N failed, N skipped`.
import { globSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, isCi } from './toolchain-environment.mjs';
import { sumReports } from './toolchain-results.mjs';
import { run } from './toolchain-run.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const summaries = join(root, '.turbo', 'runs');
const ci = isCi(process.env);

for (const report of globSync('{apps,packages,tooling,examples}/*/reports/vitest.json', { cwd: root }))
  rmSync(join(root, report));

for (const file of summaryFiles()) rmSync(join(summaries, file));
const status = await run(
  ['turbo', 'run', 'test', ...defaults(), ...process.argv.slice(2)],
  root,
  process.env,
);
await endStores();
const { passed, failed, skipped, failures, skippedNames } = sumReports(root, tasksOfThisRun());

for (const name of failures) console.log(`failed: ${name}`);
for (const name of skippedNames) console.log(`skipped: ${name}`);
if (ci && skipped > 0) console.log('Under CI nothing may be skipped.');
if (passed + failed === 0) console.log('No test ran.');
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);

const good = status === 0 && failed === 0 && passed > 0 && !(ci && skipped > 0);
process.exitCode = good ? 0 : 1;

/** The stores that the tests share outlive them; a run in which every test came from the cache has started none. */
async function endStores() {
  if (globSync('run/*.sock', { cwd: cacheFolder(process.env) }).length === 0) return;
  await run(
    ['node', '--conditions=@graphkeep/source', 'tooling/services/src/main.ts', 'end'],
    root,
    process.env,
  );
}

/** What turbo refuses to be told twice is left out where the caller says it. */
function defaults() {
  const said = process.argv.slice(2);
  return [
    '--continue=dependencies-successful',
    '--output-logs=new-only',
    '--log-order=grouped',
    // Some packages wait for servers more than they compute; CI has time, and nobody who would run a flaky test again.
    `--concurrency=${ci ? '100%' : '150%'}`,
    '--summarize',
  ].filter((option) => !said.some((word) => word.split('=')[0] === option.split('=')[0]));
}

function tasksOfThisRun() {
  const runs = summaryFiles().map((file) => JSON.parse(readFileSync(join(summaries, file), 'utf8')));
  return runs.flatMap((run) => run.tasks);
}

function summaryFiles() {
  try {
    return readdirSync(summaries);
  } catch {
    return [];
  }
}
