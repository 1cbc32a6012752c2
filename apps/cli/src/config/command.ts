import { writeFile } from 'node:fs/promises';
import { describeConfig, loadConfig, renderOptionsPage } from '@graphkeep/core';
import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { tableOf } from './table.ts';

interface FileOption {
  readonly file?: string;
}

const FILE_OPTION = ['--file <path>', 'a file of NAME=value lines (default: GRAPHKEEP_CONFIG)'] as const;

export const configCommand = (program: Command, { env, out }: Terminal): void => {
  const config = program
    .command('config')
    .description('Check and show the configuration.')
    .addHelpText(
      'after',
      '\nExamples:\n  graphkeep config check --file production.env\n  graphkeep config print\n  graphkeep config print --json',
    );

  config
    .command('check')
    .description('Say whether a server would start with this configuration, and if not, all that is wrong.')
    .option(...FILE_OPTION)
    .action((options: FileOption) => {
      loadConfig(env, options);
      out('configuration is good\n');
    });

  config
    .command('print')
    .description('Show every option, where its value comes from, and no secret.')
    .option(...FILE_OPTION)
    .option('--json', 'as JSON')
    .action(({ json, ...options }: FileOption & { readonly json?: true }) => {
      const rows = describeConfig(loadConfig(env, options));
      out(json === true ? `${JSON.stringify(rows, null, 2)}\n` : tableOf(rows));
    });

  config
    .command('docs')
    .description('Write the page that lists every option.')
    .option('--output <path>', 'a file to write it to (default: standard output)')
    .action(async ({ output }: { readonly output?: string }) => {
      if (output === undefined) out(renderOptionsPage());
      else await writeFile(output, renderOptionsPage());
    });
};
