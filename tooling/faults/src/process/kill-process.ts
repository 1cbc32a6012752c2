import { gone, signal } from './gone.ts';

export interface KillOptions {
  /** @default 5_000 */
  readonly deadlineMs?: number;
}

/** Sends the signal and waits until the process is really gone. A process that is gone already is fine. */
export const killProcess = async (
  pid: number,
  name: NodeJS.Signals = 'SIGKILL',
  { deadlineMs = 5_000 }: KillOptions = {},
): Promise<void> => {
  signal(pid, name);
  if (!(await gone(pid, deadlineMs)))
    throw new Error(`Process ${pid} is still there ${deadlineMs} ms after ${name}.`);
};
