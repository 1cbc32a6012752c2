import { createInterface } from 'node:readline/promises';
import type { Terminal } from './terminal.ts';

const AT_ONCE = 130;

/** The terminal of this process. */
export const processTerminal = (): Terminal => {
  let interrupted: AbortSignal | undefined;
  return {
    env: process.env,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    ask: async (question, signal) => {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      // While it reads the keyboard, Ctrl-C comes to it alone.
      lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      try {
        return await lines.question(question, { signal });
      } finally {
        lines.close();
      }
    },
    interrupted: () => {
      interrupted ??= firstSignal();
      return interrupted;
    },
  };
};

const firstSignal = (): AbortSignal => {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(AT_ONCE);
      controller.abort();
    });
  return controller.signal;
};
