import { readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolEnvironment } from '../environment.ts';
import { prepareApt } from './apt.ts';
import { run } from './run.ts';

const DEADLINE_MS = 600_000;

export interface Machine {
  /** Both inside an unpacked root. */
  readonly libraries: string;
  readonly loader: string;
}

const MACHINES: Readonly<Record<string, Machine>> = {
  x64: { libraries: 'usr/lib/x86_64-linux-gnu', loader: 'usr/lib64/ld-linux-x86-64.so.2' },
  arm64: { libraries: 'usr/lib/aarch64-linux-gnu', loader: 'usr/lib/ld-linux-aarch64.so.1' },
};

export function debianMachine(): Machine {
  const machine = process.platform === 'linux' ? MACHINES[process.arch] : undefined;
  if (!machine)
    throw new Error(
      `Debian's packages run on Linux x64 and arm64, not on ${process.platform} ${process.arch}`,
    );
  return machine;
}

export interface Packages {
  readonly names: readonly string[];
  /** Packages that only the installation of others needs, by file name. */
  readonly unneeded: RegExp;
}

/** Unpacks packages of Debian 13 with all they need into `root`; nothing is installed on the host. */
export async function unpackDebian(
  root: string,
  { names, unneeded }: Packages,
  tools: ToolEnvironment,
): Promise<void> {
  const apt = `${root}.apt`;
  try {
    const configuration = await prepareApt(apt);
    const options = {
      environment: { ...tools.variables, APT_CONFIG: configuration },
      deadlineMs: DEADLINE_MS,
    };
    await run('apt-get', ['update', '-q'], options);
    await run('apt-get', ['install', '-q', '-y', '--download-only', ...names], options);
    const archives = join(apt, 'cache/archives');
    for (const name of await readdir(archives))
      if (name.endsWith('.deb') && !unneeded.test(name))
        await run('dpkg-deb', ['-x', join(archives, name), root], options);
  } finally {
    await rm(apt, { recursive: true, force: true });
  }
  for (const name of ['lib', 'lib64', 'bin', 'sbin'])
    await symlink(`usr/${name}`, join(root, name)).catch(ignoreExisting);
  for (const name of ['doc', 'man', 'info', 'locale'])
    await rm(join(root, 'usr/share', name), { recursive: true, force: true });
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}
