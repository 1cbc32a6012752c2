import type { CommandOf } from '../frame/command-of.ts';
import { group } from '../frame/group.ts';
import { checkConfig } from './check.ts';
import { configDocs } from './docs.ts';
import { printConfig } from './print.ts';

export const configCommands: CommandOf = (program, frame) => {
  const config = group(program, 'config', 'Checks and shows the configuration.');
  for (const add of [checkConfig, printConfig, configDocs]) add(config, frame);
};
