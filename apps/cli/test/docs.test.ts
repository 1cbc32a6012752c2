import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { expect, it } from 'vitest';
import { createProgram } from '../src/program.ts';
import { commandsPage } from './support/commands-page.ts';
import { terminalOf } from './support/run-here.ts';

it('are in the docs as they are in the program', async () => {
  const program: CommandUnknownOpts = createProgram(terminalOf()).program;
  await expect(commandsPage(program)).toMatchFileSnapshot('../../../docs/cli.md');
});
