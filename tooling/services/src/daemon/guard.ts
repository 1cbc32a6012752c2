// A process of its own: the daemon's servers and folders are made known to it, and when the daemon's end of the pipe
// closes, however that came, it ends the servers that are left and removes the folders.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../folders.ts';

const DEADLINE_MS = 3000;

const signals = new Map<number, string>();
const folders = new Set<string>();

/** PostgreSQL gives its shared memory back on SIGQUIT only, and a paused process sees no signal but SIGKILL. */
async function end(pid: number, signal: string): Promise<void> {
  for (const each of [signal, 'SIGCONT']) send(pid, each);
  for (const from = performance.now(); isAlive(pid) && performance.now() - from < DEADLINE_MS; )
    await delay(20);
  send(pid, 'SIGKILL');
}

function send(pid: number, signal: string): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const [, order, first = '', rest = ''] = /^(\w+) (\S+) ?(.*)$/.exec(line) ?? [];
  if (order === 'add') signals.set(Number(first), rest);
  else if (order === 'forget') signals.delete(Number(first));
  else if (order === 'folder') folders.add(decodeURIComponent(first));
}
await Promise.all([...signals].map(([pid, signal]) => end(pid, signal)));
for (const folder of folders)
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
