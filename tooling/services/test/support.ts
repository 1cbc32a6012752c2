import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { Connection } from '../src/client/connection.ts';
import { endServices } from '../src/client/end.ts';
import { Services } from '../src/client/services.ts';
import { readEnvironment } from '../src/environment.ts';
import { type Folders, isAlive, socketPath, versionsRunning } from '../src/folders.ts';
import { type Status, status } from '../src/protocol.ts';
import { type TestStores, testStores } from '../src/test-stores.ts';

/** Local servers only, whatever this machine has besides, and no address from outside. */
const LOCAL = { ...process.env, CI: '', DOCKER_HOST: 'unix:///nowhere' };

const NO_ADDRESSES = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => name.startsWith('GRAPHKEEP_TEST_'))
    .map((name) => [name, undefined]),
);

export type Variables = Record<string, string | undefined>;

export const variablesWith = (changes: Variables = {}): Variables => ({
  ...LOCAL,
  ...NO_ADDRESSES,
  ...changes,
});

const opened = new Map<Folders, Services[]>();

/** A runtime folder of the test's own, so that it never meets the daemon that other tests use; the downloads are shared. */
export function ownFolders(cache: string = readEnvironment().cache): Folders {
  const folders = { cache, runtime: mkdtempSync(join(tmpdir(), 'graphkeep-run-')) };
  afterAll(async () => {
    await Promise.all(opened.get(folders)?.map((services) => services.close()) ?? []);
    await endServices(folders, { held: true });
    await rm(folders.runtime, { recursive: true, force: true });
  });
  return folders;
}

export interface Client extends TestStores {
  close(): Promise<void>;
}

export function client(folders: Folders, changes: Variables = {}): Client {
  const services = new Services({ environment: readEnvironment(variablesWith(changes)), folders });
  opened.set(folders, [...(opened.get(folders) ?? []), services]);
  return { ...testStores(services, async () => {}), close: () => services.close() };
}

export async function statusOf(folders: Folders): Promise<Status | undefined> {
  const [version] = versionsRunning(folders);
  if (version === undefined) return undefined;
  const connection = await Connection.open(socketPath(folders, version), () => {});
  try {
    return await connection.request({ method: 'status' }, status);
  } finally {
    connection.close();
  }
}

export const untilDead = (pid: number | undefined): Promise<void> =>
  vi.waitFor(
    () => {
      if (pid === undefined || isAlive(pid)) throw new Error(`process ${pid} lives`);
    },
    { timeout: 10_000, interval: 20 },
  );

const heldLine = z.object({ url: z.string(), pid: z.int() });

/** A process of its own that takes a store and keeps it until it is killed. */
export async function holder(
  folders: Folders,
  store: 'testRedis' | 'testPostgres' | 'testNeo4j',
  isolated = false,
): Promise<z.infer<typeof heldLine> & { readonly process: ChildProcess }> {
  const script = join(import.meta.dirname, 'fixtures/holder.ts');
  const child = spawn(process.execPath, [script, folders.cache, folders.runtime, store, String(isolated)], {
    env: variablesWith(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { ...heldLine.parse(JSON.parse(String(line))), process: child };
}
