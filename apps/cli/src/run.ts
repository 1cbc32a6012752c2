import { ConfigError } from '@graphkeep/core';
import { Command, CommanderError } from 'commander';
import { configCommand } from './config/command.ts';
import type { Terminal } from './terminal.ts';

const FAILED = 1;
const MISUSED = 2;

/** Runs one command line and answers the exit code: 1 when something is wrong, 2 when it was called wrongly. */
export const run = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const program = new Command('graphkeep')
    .description('The command line of Graphkeep.')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError('(graphkeep --help lists the commands)')
    .addHelpText('after', '\nExamples:\n  graphkeep config check\n  graphkeep config print --json');
  configCommand(program, terminal);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSED;
    if (!isExpected(error)) throw error;
    terminal.err(`${error.message}\n`);
    return FAILED;
  }
};

/** Its message says all; anything else is a fault of ours, and worth its stack. */
const isExpected = (error: unknown): error is Error =>
  error instanceof ConfigError || (error instanceof Error && 'syscall' in error);
