import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const { PATH = '', XDG_CACHE_HOME, CI = '' } = process.env;
const onPath = PATH.split(delimiter);
const cache = join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'graphkeep', 'runtimes');

/** Every Node on this machine's PATH that the SDK supports: this one, and often the user's own, which is older. */
export const nodes = async (): Promise<readonly string[]> => {
  const names = onPath.map((path) => join(path, 'node'));
  const found = await Promise.allSettled([process.execPath, ...names].map((name) => realpath(name)));
  const all = new Set(found.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])));
  const supported = await Promise.all(
    [...all].map(async (node) => ((await majorOf(node)) >= 20 ? node : [])),
  );
  return supported.flat();
};

const majorOf = async (node: string): Promise<number> =>
  Number.parseInt((await execute(node, ['--version'])).stdout.slice(1), 10);

export interface Runtime {
  readonly name: string;
  readonly path: string;
  readonly args: readonly string[];
}

interface Wanted extends Omit<Runtime, 'path'> {
  readonly version: string;
  /** Where its package from npm has it. */
  readonly binary: string;
}

const wanted: readonly Wanted[] = [
  { name: 'bun', version: '1.4.5', binary: '@oven/bun-*/bin/bun', args: ['run'] },
  { name: 'deno', version: '2.9.6', binary: '@deno/*/deno', args: ['run', '--allow-net', '--allow-env'] },
];

/**
 * Bun and Deno: those on the PATH, or those that CI has fetched into the cache folder. They are a hundred megabytes each, so
 * nobody else is made to fetch them.
 */
export const otherRuntimes = async (): Promise<readonly Runtime[]> => {
  if (!['', '0', 'false'].includes(CI)) await fetchMissing();
  return wanted.flatMap(({ name, args, ...one }) => {
    const path = pathOf({ name, ...one });
    if (path !== undefined) return { name, path, args };
    console.warn(`There is no ${name}: the test of the SDK on it is SKIPPED. Install it, or set CI=true.`);
    return [];
  });
};

const pathOf = ({ name, binary }: Pick<Wanted, 'name' | 'binary'>): string | undefined =>
  globSync([join(cache, 'node_modules', binary), ...onPath.map((folder) => join(folder, name))])[0];

const fetchMissing = async (): Promise<void> => {
  const packages = wanted.filter((one) => pathOf(one) === undefined);
  if (packages.length === 0) return;
  await mkdir(cache, { recursive: true });
  const names = packages.map(({ name, version }) => `${name}@${version}`);
  const options = ['--prefix', cache, '--ignore-scripts', '--no-audit', '--no-fund'];
  await execute('npm', ['install', ...options, ...names], { timeout: 120_000 });
};
