import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 5;

/** A zombie has ended, and only its parent's table still has it. Our own are taken off it by Node in a moment. */
const isForeignZombie = (pid: number): boolean => {
  if (process.platform !== 'linux') return false;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' && parent !== String(process.pid);
  } catch {
    return true;
  }
};

/** Sends a signal; false where there is no such process. */
export const signal = (pid: number, name: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
};

const isAlive = (pid: number): boolean => signal(pid, 0) && !isForeignZombie(pid);

/** Waits until the process is gone; false when it is still there after the deadline. */
export const gone = async (pid: number, deadlineMs: number): Promise<boolean> => {
  const deadline = performance.now() + deadlineMs;
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false;
    await delay(pollMs);
  }
  return true;
};
