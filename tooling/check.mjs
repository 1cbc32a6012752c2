// npm run check [-- name of a step]...: every step runs, though one before it failed.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What runs without Node too is compiled without the types of Node. */
const portable = ['contract', 'models', 'sdk'].map(
  (name) =>
    `tsc --project packages/${name}/tsconfig.build.json --noEmit --noCheck false --customConditions @graphkeep/source --rootDir .`,
);

/** @type {Record<string, string[]>} */
const steps = {
  types: ['tsc --project tsconfig.json', ...portable, 'tsc --project examples/sdk-react'],
  lint: ['biome check --error-on-warnings .'],
  promises: ['oxlint --type-aware'],
  walls: ['node tooling/check/walls.ts'],
  unused: ['knip --no-progress --no-config-hints'],
  manifests: ['sherif --fail-on-warnings --ignore-rule packages-without-package-json'],
  packages: ['node tooling/check/packages.ts'],
  licences: ['node tooling/check/licences.ts'],
  hosts: ['node tooling/check/hosts.ts'],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => steps[name] === undefined);
if (unknown.length > 0) {
  console.error(`No step is named ${unknown.join(', ')}. The steps are ${Object.keys(steps).join(', ')}.`);
  process.exit(1);
}

const names = asked.length > 0 ? asked : Object.keys(steps);
const failed = names.filter((name) => !passes(name));
console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** @param {string} name */
function passes(name) {
  const start = performance.now();
  const failure = firstFailure(steps[name] ?? []);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${failure === undefined ? 'ok    ' : 'FAILED'} ${name.padEnd(9)} ${seconds.padStart(5)} s`);
  if (failure !== undefined) console.log(`\n${failure}\n`);
  return failure === undefined;
}

/**
 * The second command of a step would mostly repeat what the first one found.
 * @param {string[]} lines
 */
function firstFailure(lines) {
  for (const line of lines) {
    const failure = failureOf(line);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** @param {string} line */
function failureOf(line) {
  const [command = '', ...args] = line.split(' ');
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  if (status === 0) return undefined;
  return `$ ${line}\n${error?.message ?? `${stdout}${stderr}`.trim()}`;
}
