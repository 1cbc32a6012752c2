import type { Command } from '@commander-js/extra-typings';
import { examplesOf } from './examples.ts';

/** A command that only holds others. Its help shows an example of each. */
export const group = (parent: Command, name: string, description: string): Command => {
  const command = parent.command(name).description(description);
  return command.addHelpText('after', () => examplesBelow(command));
};

export const examplesBelow = (command: Command): string => {
  const lines = command.commands.flatMap((child) => examplesOf(child).slice(0, 1));
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
};
