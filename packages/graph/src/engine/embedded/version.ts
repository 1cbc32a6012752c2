import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '@graphkeep/core';
import { z } from 'zod';

/** How this product lays out what it stores in the embedded engine; raised when older releases could not read it. */
const FORMAT = 1;

const recorded = z.object({ format: z.int(), engine: z.string().regex(/^\d+\.\d+\.\d+/) });

/** Refuses a folder that was written by a later release or engine: an older one might read it wrongly. */
export const assertReadable = (folder: string, engine: string): void => {
  const found = readVersion(folder);
  if (!found) return;
  if (found.format > FORMAT || isLater(found.engine, engine))
    throw new StartError(
      `The data folder ${folder} was written by a later release (format ${found.format}, engine ${found.engine}; this one reads up to format ${FORMAT}, engine ${engine}). Install that release, or set GRAPHKEEP_DATA to another folder.`,
    );
};

/** Written when the engine has opened the folder, and so has brought an older one up to date. */
export const recordVersion = (folder: string, engine: string): void => {
  const found = readVersion(folder);
  if (found?.format === FORMAT && found.engine === engine) return;
  const file = fileOf(folder);
  writeFileSync(`${file}.new`, JSON.stringify({ format: FORMAT, engine }));
  renameSync(`${file}.new`, file);
};

const fileOf = (folder: string): string => join(folder, 'version.json');

const readVersion = (folder: string): z.infer<typeof recorded> | undefined => {
  let text: string;
  try {
    text = readFileSync(fileOf(folder), 'utf8');
  } catch {
    return undefined;
  }
  try {
    return recorded.parse(JSON.parse(text));
  } catch (error) {
    throw new StartError(
      `The file ${fileOf(folder)} does not say which release wrote the folder. Restore it from a backup, or remove it if the folder was not touched by a later release.`,
      { cause: error },
    );
  }
};

const isLater = (one: string, than: string): boolean => {
  const [left, right] = [one, than].map((version) => version.split(/[.-]/).slice(0, 3).map(Number));
  for (const [index, part] of (left ?? []).entries()) {
    const other = right?.[index] ?? 0;
    if (part !== other) return part > other;
  }
  return false;
};
