import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { bytesText } from '../../cache/report-text.ts';
import type { Check } from '../check.ts';
import { fine } from '../finding.ts';

const GIB = 1_024 ** 3;
const LITTLE = 2 * GIB;
const NEARLY_NONE = GIB / 4;

/** Whether there is room for what is to be written. */
export const diskCheck: Check = {
  name: 'disk',
  run: async ({ config }) => {
    let folder = resolve(config.dataDir);
    while (!existsSync(folder)) folder = dirname(folder);
    const { bavail, bsize } = await statfs(folder);
    return [judgedSpace(bavail * bsize, folder)];
  },
};

export const judgedSpace = (free: number, folder: string) =>
  free >= LITTLE
    ? fine(`${bytesText(free)} are free at ${folder}`)
    : ({
        severity: free < NEARLY_NONE ? 'error' : 'warning',
        what: `Only ${bytesText(free)} are free at ${folder}.`,
        why: 'Once it is full, nothing can be written any more.',
        remedy: 'Make room, or set GRAPHKEEP_DATA to a folder on a larger disk.',
      } as const);
