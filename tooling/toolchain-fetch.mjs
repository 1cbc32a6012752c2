import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './toolchain-environment.mjs';
import { Stop } from './toolchain-stop.mjs';

const marker = 'complete.json';
const temporary = 'tmp-';
const installTimeout = 10 * 60_000;
const abandonedAfter = 60 * 60_000;

/**
 * A program that is published as an npm package, from the cache or else from the registry.
 * Undefined where the registry does not have it.
 * @typedef {{ title: string; name: string; version: string; file: string }} Program
 * @param {Program} program
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function fetchProgram(program, env) {
  const cache = join(cacheFolder(env), 'toolchain');
  const folder = join(cache, `${program.name.replace('/', '+')}-${program.version}`);
  if (isComplete(folder, program)) return binary(folder, program);

  const fresh = makeTemporary(cache);
  console.error(`graphkeep: fetching ${program.title} ${program.version} from the npm registry, once`);
  try {
    if (!installInto(fresh, program, env)) return undefined;
    prove(fresh, program, env);
    publish(fresh, folder, program);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return binary(folder, program);
}

/**
 * @param {string} folder
 * @param {Program} program
 */
function binary(folder, program) {
  return join(folder, 'node_modules', program.name, program.file);
}

/**
 * The marker is written after the program was seen to run; the size tells of a file that was cut off since.
 * @param {string} folder
 * @param {Program} program
 */
function isComplete(folder, program) {
  try {
    const { bytes } = JSON.parse(readFileSync(join(folder, marker), 'utf8'));
    return statSync(binary(folder, program)).size === bytes;
  } catch {
    return false;
  }
}

/** @param {string} cache */
function makeTemporary(cache) {
  try {
    mkdirSync(cache, { recursive: true });
    removeAbandoned(cache);
    return mkdtempSync(join(cache, temporary));
  } catch (error) {
    throw new Stop(
      `cannot write to ${cache} (${codeOf(error)}). Make it writable, or set XDG_CACHE_HOME to a folder that is.`,
    );
  }
}

/** @param {string} cache */
function removeAbandoned(cache) {
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith(temporary))) {
    const folder = join(cache, name);
    const { mtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > abandonedAfter) rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * False where the registry answers that it has no such version.
 * @param {string} folder
 * @param {Program} program
 * @param {NodeJS.ProcessEnv} env
 */
function installInto(folder, program, env) {
  const { status, stderr, error } = spawnSync(
    'npm',
    [
      'install',
      `${program.name}@${program.version}`,
      `--prefix=${folder}`,
      '--no-save',
      '--no-package-lock',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      '--fetch-retries=2',
      '--fetch-retry-factor=2',
      '--fetch-retry-mintimeout=500',
      '--fetch-timeout=60000',
    ],
    {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: process.platform === 'win32',
      timeout: installTimeout,
    },
  );
  if (status === 0) return true;
  if (error !== undefined && codeOf(error) === 'ENOENT')
    throw new Stop(
      'npm was not found on the PATH. It comes with Node: install Node from https://nodejs.org.',
    );

  const code =
    error === undefined
      ? (/^npm (?:error|ERR!) code (\S+)/m.exec(stderr)?.[1] ?? `exit ${status}`)
      : codeOf(error);
  if (code === 'E404' || code === 'ETARGET') return false;
  throw new Stop(
    `${program.title} ${program.version} could not be fetched from the npm registry (npm says ${code}). Check the network, the proxy and "npm config get registry", then run the same command again.`,
  );
}

/**
 * @param {string} folder
 * @param {Program} program
 * @param {NodeJS.ProcessEnv} env
 */
function prove(folder, program, env) {
  const path = binary(folder, program);
  const { stdout, error } = spawnSync(path, ['--version'], {
    cwd: folder,
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (stdout?.trim().replace(/^v/, '') !== program.version)
    throw new Stop(
      `${program.title} ${program.version} was fetched but does not run on this machine (${error ? codeOf(error) : `"--version" printed "${stdout.trim()}"`}).`,
    );
  writeFileSync(join(folder, marker), JSON.stringify({ bytes: statSync(path).size }));
}

/**
 * A rename cannot be seen half done, and only one of two runs that fetch at once succeeds with it: the other takes what it finds.
 * @param {string} fresh
 * @param {string} folder
 * @param {Program} program
 */
function publish(fresh, folder, program) {
  for (let attempt = 0; ; attempt++) {
    try {
      renameSync(fresh, folder);
      return;
    } catch (error) {
      if (isComplete(folder, program)) return;
      if (attempt === 3)
        throw new Stop(`cannot replace the broken folder ${folder} (${codeOf(error)}). Remove it by hand.`);
      setAside(folder, `${fresh}.broken`);
    }
  }
}

/**
 * @param {string} folder
 * @param {string} aside
 */
function setAside(folder, aside) {
  try {
    renameSync(folder, aside);
    rmSync(aside, { recursive: true, force: true });
  } catch {
    // Another run set it aside first, or may not be touched: the next rename tells which.
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
