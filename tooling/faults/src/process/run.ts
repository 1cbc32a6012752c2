import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { atExit } from './at-exit.ts';

export interface RunOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** `held`: it ends when this process dies, so that a child that reads it does not outlive us. @default 'none' */
  readonly stdin?: 'none' | 'held';
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Run {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** How it ended, or undefined while it runs. */
  readonly exit: Exit | undefined;
}

/** A grandchild may hold the pipes open for ever: the rest of the output is not waited for longer than this. */
const restOfOutputMs = 200;

/** Spawns a command. It is killed when this process exits first. */
export const run = async (
  command: string,
  args: readonly string[],
  options: RunOptions,
  heard: (text: string) => void,
): Promise<Run> => {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: [options.stdin === 'held' ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', heard);
  const forget = atExit(() => child.kill('SIGKILL'));
  let exit: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      forget();
      const settle = (): void => {
        exit = { code, signal };
        resolve(exit);
      };
      const late = setTimeout(settle, restOfOutputMs);
      child.once('close', () => {
        clearTimeout(late);
        settle();
      });
    });
  });
  try {
    await once(child, 'spawn');
  } catch (error) {
    forget();
    throw new Error(`Cannot start ${command}: ${error instanceof Error ? error.message : error}`);
  }
  const { pid } = child;
  if (pid === undefined) throw new Error(`Cannot start ${command}: it has no process id.`);
  return {
    pid,
    exited,
    get exit() {
      return exit;
    },
  };
};
