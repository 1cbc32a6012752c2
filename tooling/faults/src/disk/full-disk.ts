import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mountInNamespace, type NamespaceWay, namespaceWays } from './namespace.ts';

export interface FullDiskOptions {
  /** What fits, rounded up to a page of memory. */
  readonly bytes: number;
}

export interface FullDisk extends AsyncDisposable {
  /**
   * The folder, for this process and for every other of this user; writes beyond `bytes` fail with ENOSPC.
   * The path goes through `/proc`. A program that resolves it by `realpath` finds nothing: start that one by `inside`.
   */
  readonly folder: string;
  /** The folder's path for a command that was started by `inside`. */
  readonly folderInside: string;
  /** What to spawn so that the command runs where `folderInside` is a plain folder; it is the working directory. */
  inside(command: string, args: readonly string[]): [command: string, args: string[]];
}

/**
 * A folder on a disk of so many bytes: a tmpfs in a mount namespace of its own, so that nothing stays mounted.
 *
 * It needs Linux with util-linux, and either root with CAP_SYS_ADMIN, or user namespaces for plain users. Not possible:
 * other systems, containers without both, and Ubuntu from 23.10 as a plain user before
 * `sysctl kernel.apparmor_restrict_unprivileged_userns=0`. There it throws what `fullDiskProblem` answers.
 */
export const fullDisk = async ({ bytes }: FullDiskOptions): Promise<FullDisk> => {
  if (!Number.isSafeInteger(bytes) || bytes < 1)
    throw new Error(`fullDisk: bytes must be a whole number above 0, not ${bytes}.`);
  if (process.platform !== 'linux')
    throw new Error(`A full disk needs the mount namespaces of Linux; this is ${process.platform}.`);
  const failures: string[] = [];
  for (const way of namespaceWays()) {
    try {
      return await openDisk(way, bytes);
    } catch (error) {
      failures.push(`${way.name}: ${error instanceof Error ? error.message.trim() : error}`);
    }
  }
  throw new Error(
    `A full disk needs a mount namespace of its own, and none could be made here.\n${failures.join('\n')}`,
  );
};

/** Why there can be no full disk on this machine, or undefined when there can: the reason for a skip. */
export const fullDiskProblem = async (): Promise<string | undefined> => {
  try {
    await using _disk = await fullDisk({ bytes: 1 });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

export const openDisk = async (way: NamespaceWay, bytes: number): Promise<FullDisk> => {
  await using undo = new AsyncDisposableStack();
  const mountPoint = await mkdtemp(join(tmpdir(), 'graphkeep-full-disk-'));
  undo.defer(() => rmdir(mountPoint));
  const namespace = undo.use(await mountInNamespace(way, mountPoint, bytes));
  const folderInside = join(mountPoint, 'disk');
  const kept = undo.move();
  return {
    folder: `/proc/${namespace.pid}/root${folderInside}`,
    folderInside,
    inside: (command, args) => [
      'nsenter',
      [
        ...way.nsenter,
        ...['--target', String(namespace.pid), '--'],
        ...['sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', folderInside, command, ...args],
      ],
    ],
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
};
