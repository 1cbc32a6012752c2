import { writeFile } from 'node:fs/promises';
import { renderOptionsPage } from '@graphkeep/core';
import type { CommandOf } from '../frame/command-of.ts';

export const configDocs: CommandOf = (config, { performs }) =>
  performs(
    config
      .command('docs')
      .description('Writes the page that lists every option.')
      .option('--output <path>', 'a file to write it to (default: standard output)'),
    {
      examples: ['graphkeep config docs --output docs/configuration.md'],
      run: async (_, { output }) => {
        const page = renderOptionsPage();
        if (output === undefined) return { value: { page }, text: page };
        await writeFile(output, page);
        return { value: { output }, text: '' };
      },
    },
  );
