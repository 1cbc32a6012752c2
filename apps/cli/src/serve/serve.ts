import type { CommandOf } from '../frame/command-of.ts';
import { variablesOf, withServing } from './options.ts';
import { start } from './start.ts';

export const serveCommand: CommandOf = (program, { performs }) =>
  performs(
    withServing(program.command('serve').description('Starts the server, until it is told to stop.')),
    {
      examples: ['graphkeep serve', 'graphkeep serve --port 8080 --config production.env'],
      run: async (work, options) => start(work, variablesOf(options)),
    },
  );
