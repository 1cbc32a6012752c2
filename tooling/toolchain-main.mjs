import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, cleanEnvironment, withPath } from './toolchain-environment.mjs';
import { installPackages } from './toolchain-install.mjs';
import { findNode, findPnpm } from './toolchain-programs.mjs';
import { run } from './toolchain-run.mjs';
import { Stop } from './toolchain-stop.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs the commands one after the other, up to the first that fails, and ends with its exit code.
 * @param {string[]} words
 */
export async function main(words) {
  try {
    process.exitCode = await start(words);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(`graphkeep: ${error.message}`);
    process.exitCode = 1;
  }
}

/** @param {string[]} words */
async function start(words) {
  const clean = cleanEnvironment(process.env);
  const node = findNode(clean);
  const pnpm = findPnpm(pnpmVersion(), clean);
  const binaries = join(root, 'node_modules', '.bin');
  const env = {
    ...withPath(clean, [dirname(node.path), binaries, dirname(pnpm.path)]),
    DO_NOT_TRACK: '1',
    TURBO_TELEMETRY_DISABLED: '1',
    GRAPHKEEP_TOOLCHAIN_NODE: `v${node.version}`,
    // A fifth less time in each of the many processes of a test run.
    NODE_COMPILE_CACHE: join(cacheFolder(clean), 'node-compile-cache'),
  };
  await installPackages(pnpm.path, root, env);
  for (const command of split(words, '--and')) {
    const code = await run(command, root, env);
    if (code !== 0) return code;
  }
  return 0;
}

function pnpmVersion() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const version = /^pnpm@(\d+\.\d+\.\d+)/.exec(packageManager)?.[1];
  if (version === undefined)
    throw new Stop('"packageManager" in package.json must name an exact version, such as "pnpm@12.21.0".');
  return version;
}

/**
 * @param {string[]} words
 * @param {string} separator
 */
function split(words, separator) {
  /** @type {string[][]} */
  const commands = [];
  let rest = words;
  while (rest.length > 0) {
    const end = rest.indexOf(separator);
    commands.push(end < 0 ? rest : rest.slice(0, end));
    rest = end < 0 ? [] : rest.slice(end + 1);
  }
  return commands.filter((command) => command.length > 0);
}
