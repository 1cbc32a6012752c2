import { atExit } from './at-exit.ts';
import { signal } from './gone.ts';

export interface Pause extends Disposable {
  readonly pid: number;
  /** Lets the process go on; also done by `using`, and when this process exits. */
  resume(): void;
}

/**
 * Stops a process where it stands (SIGSTOP): its sockets stay open, nobody answers.
 *
 * `using pause = pauseProcess(server.pid)`
 */
export const pauseProcess = (pid: number): Pause => {
  if (!signal(pid, 'SIGSTOP')) throw new Error(`There is no process ${pid} to pause.`);
  const forget = atExit(() => signal(pid, 'SIGCONT'));
  const resume = (): void => {
    forget();
    signal(pid, 'SIGCONT');
  };
  return { pid, resume, [Symbol.dispose]: resume };
};
