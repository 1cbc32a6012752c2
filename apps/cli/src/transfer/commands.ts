import type { CommandOf } from '../frame/command-of.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { moveCommand } from './move.ts';

export const transferCommands: CommandOf = (program, frame) => {
  for (const add of [exportCommand, importCommand, moveCommand]) add(program, frame);
};
