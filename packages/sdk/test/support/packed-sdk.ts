import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const published = ['@graphkeep/contract', '@graphkeep/models', '@graphkeep/sdk'];

export interface PackedSdk extends AsyncDisposable {
  /** A folder outside of the workspace, with the SDK and what it depends on installed. */
  readonly folder: string;
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>;
  /** The output of a command there; an error that has it, when the command fails. */
  readonly run: (command: string, args: readonly string[]) => Promise<string>;
}

/** Packs the SDK as it is published, and installs it as a stranger does. */
export const installPackedSdk = async (): Promise<PackedSdk> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'graphkeep-packed-')));
  const run: PackedSdk['run'] = async (command, args) => {
    const { stdout } = await execute(command, args, {
      cwd: folder,
      timeout: 60_000,
    }).catch((error: { stdout?: string; stderr?: string }) => {
      throw new Error(`${command} ${args.join(' ')}\n${error.stdout}${error.stderr}`, { cause: error });
    });
    return stdout;
  };
  const write: PackedSdk['write'] = async (files) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  };
  const filters = published.map((name) => `--filter=${name}`);
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
  const tarballs = packages.map(({ name, filename }) => [name, `file:${filename}`]);
  await write({
    'package.json': JSON.stringify({
      private: true,
      type: 'module',
      dependencies: Object.fromEntries(tarballs),
    }),
    'pnpm-workspace.yaml': JSON.stringify({ overrides: Object.fromEntries(tarballs) }),
  });
  await run('pnpm', ['install', '--prefer-offline', '--ignore-scripts']);
  return { folder, run, write, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
};

/** Every Node on this machine's PATH that the SDK supports: this one, and often the user's own, which is older. */
export const nodes = async (): Promise<readonly string[]> => {
  const names = (process.env['PATH'] ?? '').split(delimiter).map((path) => join(path, 'node'));
  const found = await Promise.allSettled([process.execPath, ...names].map((name) => realpath(name)));
  const all = new Set(found.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])));
  const supported = await Promise.all(
    [...all].map(async (node) => ((await majorOf(node)) >= 20 ? node : [])),
  );
  return supported.flat();
};

const majorOf = async (node: string): Promise<number> =>
  Number.parseInt((await execute(node, ['--version'])).stdout.slice(1), 10);
