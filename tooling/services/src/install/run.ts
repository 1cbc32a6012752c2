import { execFile } from 'node:child_process';

interface RunOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly deadlineMs: number;
}

/** Runs a tool to its end; the error carries what it printed last. */
export const run = (command: string, args: readonly string[], options: RunOptions): Promise<string> =>
  new Promise((resolve, reject) => {
    const settings = {
      maxBuffer: 64 * 1024 * 1024,
      timeout: options.deadlineMs,
      killSignal: 'SIGKILL',
      ...(options.environment && { env: options.environment }),
    } as const;
    const fail = (reason: string, cause: unknown): void =>
      reject(new Error(`${command} ${args[0] ?? ''}: ${reason}`, { cause }));
    try {
      execFile(command, args, settings, (error, stdout, stderr) => {
        if (!error) resolve(stdout + stderr);
        else if (error.code === 'ENOENT') fail('not found on the PATH', error);
        else if (error.killed) fail(`not done within ${options.deadlineMs / 1000} s`, error);
        else fail(lastLines(stderr + stdout) || error.message, error);
      });
    } catch (error) {
      fail('cannot be run', error); // ENOTDIR, for one, is thrown
    }
  });

const lastLines = (text: string): string => text.trim().split('\n').slice(-6).join('\n').slice(-1200);
