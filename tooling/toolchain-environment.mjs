import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

// What `npm run` and `pnpm run` tell a script about themselves makes npm, pnpm and turbo below it act on the wrong package or folder.
const npmInternals =
  /^npm_(package_|lifecycle_|command$|execpath$|node_execpath$|config_(\w+_)?prefix$|config_user_agent$|config_npm_version$)/i;
const pnpmInternals = /^pnpm_(?!config_(registry|store_dir|\w*proxy|ca|cafile)$)/i;

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function cleanEnvironment(env) {
  const kept = Object.entries(env).filter(([name]) => !npmInternals.test(name) && !pnpmInternals.test(name));
  return Object.fromEntries(kept);
}

/**
 * On Windows the variable may be spelled `Path`: a second spelling beside it would win or lose by chance.
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} folders
 * @returns {NodeJS.ProcessEnv}
 */
export function withPath(env, folders) {
  const entries = Object.entries(env);
  const isPath = (/** @type {string} */ name) => name.toUpperCase() === 'PATH';
  const before = entries.find(([name]) => isPath(name))?.[1];
  const others = entries.filter(([name]) => !isPath(name));
  const path = [...folders, before].filter((part) => part !== undefined && part !== '').join(delimiter);
  return { ...Object.fromEntries(others), PATH: path };
}

/** @param {NodeJS.ProcessEnv} env */
export function isCi(env) {
  return !['', '0', 'false'].includes(env['CI'] ?? '');
}

/**
 * What is fetched once for every checkout of this user.
 * @param {NodeJS.ProcessEnv} env
 */
export function cacheFolder(env) {
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'graphkeep');
}
