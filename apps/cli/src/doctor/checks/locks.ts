import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Check } from '../check.ts';
import { fine } from '../finding.ts';

const ownerSchema = z.object({ pid: z.int(), host: z.string() });

/** Whether the lock of the embedded SQL store is held by who is there no more. That of the graph ends with its process. */
export const locksCheck: Check = {
  name: 'locks',
  run: async ({ config }) => {
    const file = join(config.dataDir, 'sql', 'owner.json');
    if (config.sql || !existsSync(file)) return [fine('no lock is held')];
    const { data: owner } = ownerSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (!owner) return [fine('no lock that can be read')];
    if (owner.host !== hostname())
      return [
        {
          severity: 'warning',
          what: `${file} is of process ${owner.pid} on the machine ${owner.host}, and this one is ${hostname()}.`,
          why: 'Two machines on one folder lose data; where that one is gone, a start waits 5 s and takes the lock.',
          remedy: 'See that no server of that machine uses this folder.',
        },
      ];
    if (isRunning(owner.pid)) return [fine(`the SQL store is in use by process ${owner.pid}`)];
    return [
      {
        severity: 'note',
        what: `${file} was left by process ${owner.pid}, which is dead.`,
        why: 'It did not stop cleanly. Nothing is lost by that.',
        remedy: 'Nothing is to be done: the next start takes it away.',
      },
    ];
  },
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};
