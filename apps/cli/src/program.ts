import { Command } from '@commander-js/extra-typings';
import { commands } from './commands.ts';
import { createFrame, type OpenFrame } from './frame/frame.ts';
import { examplesBelow } from './frame/group.ts';
import type { Terminal } from './terminal.ts';

/** The tree of all commands, and what they stand on. */
export const createProgram = (
  terminal: Terminal,
): { readonly program: Command; readonly frame: OpenFrame } => {
  const program = new Command('graphkeep').description('The command line of Graphkeep.');
  const frame = createFrame(terminal);
  // Subcommands take these from the program, so they come first.
  program
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError('(graphkeep --help lists the commands)')
    .addHelpText('after', () => examplesBelow(program));
  for (const add of commands) add(program, frame);
  return { program, frame };
};
