import { setTimeout as delay } from 'node:timers/promises';
import { boundedText } from './bounded-text.ts';
import { gone, signal } from './gone.ts';
import { killProcess } from './kill-process.ts';
import { type Exit, type Run, type RunOptions, run } from './run.ts';

export interface StartOptions extends RunOptions {
  /** Text in the output, or a question asked until it is answered by true. @default ready once it is started */
  readonly ready?: RegExp | (() => boolean | Promise<boolean>);
  /** How long it may take to be ready. @default 30_000 */
  readonly readyMs?: number;
  /** How long SIGTERM may take before SIGKILL. @default 5_000 */
  readonly stopMs?: number;
  /** How many of the last characters of stdout and stderr are kept. @default 65_536 */
  readonly outputLimit?: number;
}

export interface StartedProcess extends AsyncDisposable {
  /** Of the process that was started last. */
  readonly pid: number;
  /** When the process that was started last has ended. */
  readonly exited: Promise<Exit>;
  /** The last part of stdout and stderr, over all starts. */
  output(): string;
  /** SIGTERM, and SIGKILL when that is not obeyed in time. */
  stop(): Promise<Exit>;
  /** Sends a signal that must end it, and waits until it is gone. @default 'SIGKILL' */
  kill(signal?: NodeJS.Signals): Promise<Exit>;
  /** Starts the same command again and waits until it is ready; one that still runs is stopped first. */
  restart(): Promise<void>;
}

const pollMs = 10;

/**
 * Starts a command and waits until it is ready; a command that does not get there is killed, and the error has its output.
 *
 * `await using server = await startProcess('redis-server', ['--port', '0'], { ready: /Ready to accept/ })`
 */
export const startProcess = async (
  command: string,
  args: readonly string[],
  options: StartOptions = {},
): Promise<StartedProcess> => {
  const { ready, readyMs = 30_000, stopMs = 5_000, outputLimit = 65_536 } = options;
  const output = boundedText(outputLimit);

  const start = async (): Promise<Run> => {
    const sinceStart = boundedText(outputLimit);
    const started = await run(command, args, options, (text) => {
      output.add(text);
      sinceStart.add(text);
    });
    const isReady = async (): Promise<boolean> => {
      if (ready === undefined) return true;
      return ready instanceof RegExp ? sinceStart.read().search(ready) >= 0 : ready();
    };
    const fail = async (what: string): Promise<never> => {
      await killProcess(started.pid);
      throw new Error(`${command} ${what}. Its output:\n${sinceStart.read()}`);
    };
    const deadline = performance.now() + readyMs;
    while (!(await before(deadline, isReady()))) {
      if (started.exit) return fail(`ended (${describe(started.exit)}) before it was ready`);
      if (performance.now() >= deadline) return fail(`was not ready after ${readyMs} ms`);
      await delay(pollMs);
    }
    return started;
  };

  let current = await start();
  const kill = async (name: NodeJS.Signals = 'SIGKILL'): Promise<Exit> => {
    await killProcess(current.pid, name);
    return current.exited;
  };
  const stop = async (): Promise<Exit> => {
    if (current.exit) return current.exit;
    signal(current.pid, 'SIGTERM');
    if (!(await gone(current.pid, stopMs))) await kill();
    return current.exited;
  };

  return {
    get pid() {
      return current.pid;
    },
    get exited() {
      return current.exited;
    },
    output: output.read,
    stop,
    kill,
    async restart() {
      await stop();
      current = await start();
    },
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
};

/** False when the answer does not come in time. A question that fails, as a refused connection does, is a no. */
const before = (deadline: number, answer: Promise<boolean>): Promise<boolean> => {
  const timer = new AbortController();
  const late = delay(Math.max(1, deadline - performance.now()), false, { signal: timer.signal });
  return Promise.race([answer, late])
    .catch(() => false)
    .finally(() => timer.abort());
};

const describe = ({ code, signal }: Exit): string => (signal === null ? `code ${code}` : signal);
