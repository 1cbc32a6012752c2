import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../../../', import.meta.url));
/** What an application installs with the SDK, and what a test needs beside it. */
const ofClient = ['contract', 'models', 'sdk'];
const ofServer = ['api', 'cache', 'core', 'graph', 'infra', 'platform', 'sql', 'story'];

export interface Installed extends AsyncDisposable {
  /** A folder outside of the workspace. */
  readonly folder: string;
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>;
  /** The output of a command there; an error that has it, when the command fails. */
  readonly run: (command: string, args: readonly string[]) => Promise<string>;
}

/** Packs the SDK as it is published, and installs it as a stranger does: alone. */
export const installPackedSdk = (): Promise<Installed> => install(ofClient, {});

/** The same with all that its entries for React and for tests ask for. */
export const installWithPeers = (dependencies: Readonly<Record<string, string>>): Promise<Installed> =>
  install([...ofClient, ...ofServer], dependencies);

const install = async (
  names: readonly string[],
  dependencies: Readonly<Record<string, string>>,
): Promise<Installed> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'graphkeep-packed-')));
  const run: Installed['run'] = async (command, args) => {
    const { stdout } = await execute(command, args, {
      cwd: folder,
      timeout: 60_000,
    }).catch((error: { stdout?: string; stderr?: string }) => {
      throw new Error(`${command} ${args.join(' ')}\n${error.stdout}${error.stderr}`, { cause: error });
    });
    return stdout;
  };
  const write: Installed['write'] = async (files) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  };
  const filters = names.map((name) => `--filter=@graphkeep/${name}`);
  const packed = await run('pnpm', [
    '--dir',
    root,
    ...filters,
    'pack',
    '--pack-destination',
    folder,
    '--json',
  ]);
  const packages: readonly { readonly name: string; readonly filename: string }[] = JSON.parse(packed);
  const tarballs = Object.fromEntries(packages.map(({ name, filename }) => [name, `file:${filename}`]));
  await write({
    'package.json': JSON.stringify({
      private: true,
      type: 'module',
      dependencies: { ...tarballs, ...dependencies },
    }),
    'pnpm-workspace.yaml': JSON.stringify({ overrides: tarballs, allowBuilds: {} }),
  });
  await run('pnpm', ['install', '--prefer-offline', '--ignore-scripts']);
  return { folder, run, write, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
};
