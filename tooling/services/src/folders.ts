import { mkdirSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where one installation of the services keeps what; tests of this package use a runtime folder of their own. */
export interface Folders {
  /** Downloads, kept for good. */
  readonly cache: string;
  /** Sockets, locks, logs and the data of running servers. */
  readonly runtime: string;
}

export const foldersIn = (cache: string): Folders => ({ cache, runtime: join(cache, 'run') });

/** Linux's limit for the path of a Unix socket is 107 bytes; a longer one is cut off without an error. */
const SOCKET_PATH_LIMIT = 103;

export function socketPath({ runtime }: Folders, version: string): string {
  const path = join(runtime, `${version}.sock`);
  if (Buffer.byteLength(path) > SOCKET_PATH_LIMIT)
    throw new Error(`${path} is too long for a socket: set XDG_CACHE_HOME to a shorter path`);
  return path;
}

export const logPath = ({ runtime }: Folders, version: string): string => join(runtime, `${version}.log`);
export const lockPath = ({ runtime }: Folders, version: string): string => join(runtime, `${version}.lock`);

export function versionsRunning({ runtime }: Folders): string[] {
  try {
    return readdirSync(runtime).flatMap((name) =>
      name.endsWith('.sock') ? [name.slice(0, -'.sock'.length)] : [],
    );
  } catch {
    return [];
  }
}

const WORK = /^work-(\d+)$/;

/** A folder that belongs to this process; what dead processes left beside it is removed. */
export async function workFolder(parent: string): Promise<string> {
  const mine = join(parent, `work-${process.pid}`);
  mkdirSync(mine, { recursive: true });
  for (const name of readdirSync(parent)) {
    const pid = Number(WORK.exec(name)?.[1] ?? Number.NaN);
    if (!Number.isNaN(pid) && !isAlive(pid)) await rm(join(parent, name), { recursive: true, force: true });
  }
  return mine;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
