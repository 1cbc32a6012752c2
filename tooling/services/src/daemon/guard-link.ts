import { spawn } from 'node:child_process';
import { join } from 'node:path';

export type Ending = 'SIGKILL' | 'SIGQUIT';

export interface Guard {
  add(pid: number, signal: Ending): void;
  forget(pid: number): void;
  folder(path: string): void;
  /** Lets it finish: it ends what still runs and removes the folders. */
  close(): Promise<void>;
}

export function startGuard(): Guard {
  // Detached: a signal to the daemon's process group must not reach it.
  const child = spawn(process.execPath, [join(import.meta.dirname, 'guard.ts')], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const order = (text: string): void => void child.stdin.write(`${text}\n`);
  return {
    add: (pid, signal) => order(`add ${pid} ${signal}`),
    forget: (pid) => order(`forget ${pid}`),
    folder: (path) => order(`folder ${encodeURIComponent(path)}`),
    close: () => {
      child.stdin.end();
      return ended;
    },
  };
}
