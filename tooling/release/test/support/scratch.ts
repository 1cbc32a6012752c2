import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed at the end of the test file. */
export const scratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'graphkeep-release-'));
  folders.push(folder);
  return folder;
};
