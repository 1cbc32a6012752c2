import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isCi } from './toolchain-environment.mjs';
import { Stop } from './toolchain-stop.mjs';

const silentFor = 1000;

/**
 * About 20 ms where nothing is to be done; pnpm's own knowledge of that is better than a stamp of ours, which would save half of it.
 * Says something only when it takes a while or fails.
 * @param {string} pnpm
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
export async function installPackages(pnpm, root, env) {
  const frozen = isCi(env) ? '--frozen-lockfile' : '--prefer-frozen-lockfile';
  const child = spawn(pnpm, ['install', '--prefer-offline', '--reporter=append-only', frozen], {
    cwd: root,
    env: { ...registryEnvironment(env), ...patience },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  const note = setTimeout(() => console.error('graphkeep: installing packages with pnpm'), silentFor);
  const [code] = await once(child, 'close');
  clearTimeout(note);
  if (code !== 0) throw failure(output, code);
}

/** pnpm's own default waits 70 s before it says that there is no network. */
const patience = {
  pnpm_config_fetch_retries: '2',
  pnpm_config_fetch_retry_factor: '2',
  pnpm_config_fetch_retry_mintimeout: '500',
  pnpm_config_fetch_timeout: '60000',
};

/**
 * A registry that is set for npm by the environment is meant for pnpm too, which does not read that variable.
 * @param {NodeJS.ProcessEnv} env
 */
function registryEnvironment(env) {
  const registry = env['pnpm_config_registry'] ?? env['npm_config_registry'];
  return registry === undefined ? env : { ...env, pnpm_config_registry: registry };
}

/**
 * @param {string} output
 * @param {unknown} exit
 */
function failure(output, exit) {
  const code = /\bERR_PNPM_\w+/.exec(output)?.[0] ?? `exit ${exit}`;
  if (/NETWORK|FETCH|TARBALL/.test(code))
    return new Stop(
      `packages could not be fetched from the npm registry (pnpm says ${code}). Check the network, the proxy and "npm config get registry", then run the same command again.`,
    );
  console.error(output.trimEnd());
  if (code === 'ERR_PNPM_OUTDATED_LOCKFILE')
    return new Stop(
      'pnpm-lock.yaml does not match the package.json files. Run the same command without CI set, and commit the lockfile.',
    );
  return new Stop(`packages could not be installed (${code}); pnpm's own message stands above.`);
}
