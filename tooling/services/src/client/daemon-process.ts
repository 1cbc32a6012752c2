import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../environment.ts';
import { type Folders, logPath, socketPath } from '../folders.ts';
import { Connection } from './connection.ts';

const START_DEADLINE_MS = 30_000;

/** Connects to the daemon of this version of the sources, and starts it where none runs. */
export async function connectToDaemon(
  folders: Folders,
  version: string,
  environment: Environment,
  note: (text: string) => void,
): Promise<Connection> {
  const path = socketPath(folders, version);
  const end = performance.now() + START_DEADLINE_MS;
  let child: ChildProcess | undefined;
  while (performance.now() < end) {
    try {
      return await Connection.open(path, note);
    } catch (error) {
      if (!isNobodyThere(error)) throw error;
    }
    if (!child || child.exitCode === 0) child = startDaemon(folders, version, environment);
    else if (child.exitCode !== null || child.signalCode !== null) break;
    await delay(20);
  }
  throw new Error(`the services daemon did not start:\n${lastLog(folders, version)}`);
}

const isNobodyThere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED');

function startDaemon(folders: Folders, version: string, { forDaemon }: Environment): ChildProcess {
  mkdirSync(folders.runtime, { recursive: true, mode: 0o700 });
  const log = openSync(logPath(folders, version), 'a');
  const main = join(import.meta.dirname, '../daemon/main.ts');
  const args = ['--cache', folders.cache, '--runtime', folders.runtime, '--version', version];
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folders.runtime,
    env: { ...forDaemon, NODE_COMPILE_CACHE: join(folders.cache, 'node-compile-cache') }, // starts in half the time
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  return child;
}

function lastLog(folders: Folders, version: string): string {
  try {
    return readFileSync(logPath(folders, version), 'utf8').slice(-2000);
  } catch {
    return '(it wrote nothing)';
  }
}
