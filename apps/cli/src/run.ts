import { CommanderError } from '@commander-js/extra-typings';
import { exitCodes } from './frame/exit-codes.ts';
import { failureOf } from './frame/failure.ts';
import { createProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command line and answers its exit code. */
export const run = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const { program, frame } = createProgram(terminal);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCodes[frame.exit].code;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitCodes.ok.code : exitCodes.misused.code;
    const failure = failureOf(error);
    if (!failure) throw error;
    const { exit, message, ...details } = failure;
    terminal.err(`${message}\n`);
    if (args.includes('--json'))
      terminal.out(`${JSON.stringify({ error: { ...details, message } }, null, 2)}\n`);
    return exitCodes[exit].code;
  }
};
