import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import grafeo from '@grafeo-db/js';
import { StartError } from '@graphkeep/core';
import type { Database } from './database.ts';
import { assertReadable, recordVersion } from './version.ts';

/** Opens the graph of a data folder for this process alone. */
export const openFolder = (folder: string): Database => {
  const owner = join(folder, 'owner.json');
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StartError(
      `The data folder ${folder} cannot be made: ${message(error)}. Set GRAPHKEEP_DATA to one that can.`,
      { cause: error },
    );
  }
  assertReadable(folder, grafeo.version());
  try {
    const database = grafeo.GrafeoDB.create(join(folder, 'graph.db'));
    writeFileSync(owner, JSON.stringify({ pid: process.pid }));
    recordVersion(folder, grafeo.version());
    return database;
  } catch (error) {
    throw new StartError(
      /cannot be locked/.test(message(error))
        ? `The data folder ${folder} is in use by ${ownerOf(owner)}. Stop it, or set GRAPHKEEP_DATA to another folder.`
        : `The graph in ${folder} cannot be opened: ${message(error)}. Restore it from a backup, or set GRAPHKEEP_DATA to another folder.`,
      { cause: error },
    );
  }
};

const ownerOf = (file: string): string => {
  try {
    const owner: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof owner === 'object' && owner !== null && 'pid' in owner) return `process ${String(owner.pid)}`;
  } catch {}
  return 'another process';
};

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));
