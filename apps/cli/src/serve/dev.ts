import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { CommandOf } from '../frame/command-of.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { Answer, Work } from '../frame/work.ts';
import { variablesOf, withServing } from './options.ts';
import { start } from './start.ts';

const DEVELOPMENT = { GRAPHKEEP_PROFILE: 'development' };

export const devCommand: CommandOf = (program, { performs }) =>
  performs(
    withServing(
      program
        .command('dev')
        .description(
          'Starts a server for development, and prints a key. With a program of your own it runs that, and again after each change.',
        )
        .argument('[program]', 'a program that serves a domain of your own'),
    ),
    {
      examples: ['graphkeep dev', 'graphkeep dev src/server.ts --port 4100'],
      run: async (work, options, program) => {
        const variables = { ...variablesOf(options), ...DEVELOPMENT };
        return program === undefined ? start(work, variables) : watch(work, program, variables);
      },
    },
  );

/** Node runs the program again whenever one of its files changes. */
const watch = async (
  { terminal, signal }: Work,
  program: string,
  variables: Readonly<Record<string, string>>,
): Promise<Answer> => {
  const child = spawn(
    process.execPath,
    [...process.execArgv, '--watch', '--watch-preserve-output', program],
    {
      env: { ...terminal.env, ...variables },
      stdio: ['ignore', 2, 2],
    },
  );
  signal.addEventListener('abort', () => child.kill('SIGTERM'));
  const [code] = await once(child, 'exit');
  const cancelled = signal.aborted;
  return {
    value: { program, cancelled },
    text: '',
    exit: cancelled ? 'cancelled' : code === exitCodes.ok.code ? 'ok' : 'failed',
  };
};
