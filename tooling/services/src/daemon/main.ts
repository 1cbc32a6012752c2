import { mkdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readToolEnvironment } from '../environment.ts';
import { lockPath, logPath, socketPath, workFolder } from '../folders.ts';
import type { Host } from '../servers/local.ts';
import { containerLaunchers } from '../sources/containers.ts';
import { launchersInOrder } from '../sources/in-order.ts';
import { localLaunchers } from '../sources/local.ts';
import { Daemon } from './daemon.ts';
import { openDesks } from './desks.ts';
import { startGuard } from './guard-link.ts';
import { type Lock, tryLock } from './lock.ts';

const { values } = parseArgs({
  options: { cache: { type: 'string' }, runtime: { type: 'string' }, version: { type: 'string' } },
});
const { cache, runtime, version } = values;
if (!cache || !runtime || !version) throw new Error('needed: --cache, --runtime and --version');
const folders = { cache, runtime };
const socket = socketPath(folders, version);
mkdirSync(runtime, { recursive: true, mode: 0o700 });

const lock = await lockUnlessServed();
if (lock) await serve(lock);

/** Nothing is to do where another daemon serves; one that is on its way out has closed its socket and frees the lock. */
async function lockUnlessServed(): Promise<Lock | undefined> {
  for (;;) {
    const taken = tryLock(lockPath(folders, version ?? ''));
    if (taken || (await isServed())) return taken;
    await delay(20);
  }
}

function isServed(): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createConnection(socket);
    probe.once('connect', () => resolve(true)).once('error', () => resolve(false));
    probe.once('connect', () => probe.destroy());
  });
}

async function serve(taken: Lock): Promise<void> {
  rmSync(socket, { force: true }); // of a daemon that was killed: with the lock taken there is no other
  const guard = startGuard();
  const work = new Map<string, string>();
  const workIn = async (parent: string): Promise<string> => {
    const folder = work.get(parent) ?? (await workFolder(parent));
    guard.folder(folder);
    work.set(parent, folder);
    return folder;
  };
  const host: Host = {
    guard,
    folder: async (parent = folders.runtime) => mkdtemp(join(await workIn(parent), 'server-')),
  };
  const tools = readToolEnvironment();
  const desks = openDesks(
    launchersInOrder([
      { name: 'Docker', launchers: containerLaunchers(tools) },
      { name: 'local server', launchers: localLaunchers(folders.cache, host, tools) },
    ]),
  );
  const daemon = new Daemon(desks, () => void leave());
  const server = createServer((connection) => daemon.welcome(connection));
  server.listen(socket);

  let leaving = false;
  async function leave(): Promise<void> {
    if (leaving) return;
    leaving = true;
    server.close(); // removes the socket, so that the next daemon may come while this one clears up
    taken.release();
    const servers = await Promise.all(Object.values(desks).map((desk) => desk.servers()));
    await Promise.allSettled(servers.flat().map((each) => each.remove()));
    await guard.close();
    rmSync(logPath(folders, version ?? ''), { force: true });
    process.exit(0);
  }
  // One server that does not stop must not take those of the other users with it.
  process.on('unhandledRejection', (reason) => console.error(reason));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void leave());
}
