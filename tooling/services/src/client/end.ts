import { setTimeout as delay } from 'node:timers/promises';
import { type Folders, isAlive, socketPath, versionsRunning } from '../folders.ts';
import { ended } from '../protocol.ts';
import { Connection } from './connection.ts';

const DEADLINE_MS = 20_000;

/**
 * Stops what nobody uses, in daemons of every version, and answers when it is gone. `held` gives up what a developer
 * holds, too.
 */
export async function endServices(folders: Folders, { held }: { readonly held: boolean }): Promise<void> {
  await Promise.all(versionsRunning(folders).map((version) => endVersion(folders, version, held)));
}

async function endVersion(folders: Folders, version: string, held: boolean): Promise<void> {
  let connection: Connection;
  try {
    connection = await Connection.open(socketPath(folders, version), () => {});
  } catch {
    return; // its daemon is dead
  }
  const { pid, leaving } = await connection.request({ method: 'end', held }, ended);
  connection.close();
  const end = performance.now() + DEADLINE_MS;
  while (leaving && isAlive(pid) && performance.now() < end) await delay(20);
}
