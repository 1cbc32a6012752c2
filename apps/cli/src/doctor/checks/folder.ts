import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Check } from '../check.ts';
import { fine, type Trouble } from '../finding.ts';
import { modeOf, OTHERS } from '../mode.ts';

/** Whether the server can use its data folder, and nobody else can. */
export const folderCheck: Check = {
  name: 'data folder',
  run: async ({ config: { dataDir } }) => {
    const folder = resolve(dataDir);
    if (!existsSync(folder)) return [beforeFirstStart(folder)];
    if (!isWritable(folder)) return [cannotWrite(folder)];
    const mode = statSync(folder).mode & 0o777;
    return (mode & OTHERS) === 0 ? [fine(`${folder}, of its user alone`)] : [open(folder, mode)];
  },
};

const beforeFirstStart = (folder: string) => {
  let parent = dirname(folder);
  while (!existsSync(parent)) parent = dirname(parent);
  return isWritable(parent) ? fine(`${folder} is made at the first start`) : cannotWrite(folder);
};

const isWritable = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const cannotWrite = (folder: string): Trouble => ({
  severity: 'error',
  what: `${folder} cannot be written.`,
  why: 'The server keeps its embedded stores, its key of development and its socket there.',
  remedy: 'Make its user the owner of the folder, or set GRAPHKEEP_DATA to another one.',
});

const open = (folder: string, mode: number): Trouble => ({
  severity: 'warning',
  what: `${folder} can be read by others on this machine (mode ${modeOf(mode)}).`,
  why: 'The embedded stores, with all that people wrote, are in it.',
  remedy: `chmod 700 ${folder}`,
});
