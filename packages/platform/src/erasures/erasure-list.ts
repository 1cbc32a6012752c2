import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { GraphkeepError } from '@graphkeep/core';
import { z } from 'zod';

const listed = z.object({ erasureId: z.string(), pseudonym: z.string(), at: z.iso.datetime() });
type ListedErasure = z.output<typeof listed>;

/** Who was erased, outside of every store that a backup restores. */
export interface ErasureList {
  /** Resolves when it is on disk; the same again changes nothing. */
  add(erasure: ListedErasure): Promise<void>;
  all(): Promise<readonly ListedErasure[]>;
}

/** A file for each, so that servers that share the folder do not get in each other's way. */
export const listInFolder = (folder: string): ErasureList => ({
  add: async (erasure) => {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const temporary = join(folder, `.${randomUUID()}`);
      const file = await open(temporary, 'wx', 0o600);
      try {
        await file.writeFile(`${JSON.stringify(erasure)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, join(folder, `${erasure.erasureId}.json`));
      await synced(folder);
    } catch (cause) {
      throw unusable(folder, cause);
    }
  },
  all: async () => {
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw unusable(folder, error);
    });
    return Promise.all(
      names
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map(async (name) => listed.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))),
    );
  },
});

/** For a graph in memory, which nothing restores. */
export const listInMemory = (): ErasureList => {
  const all = new Map<string, ListedErasure>();
  return {
    add: async (erasure) => void all.set(erasure.erasureId, erasure),
    all: async () => [...all.values()],
  };
};

/** A name in a folder is on disk when the folder is. */
const synced = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const unusable = (folder: string, cause: unknown) =>
  new GraphkeepError(
    'unavailable',
    `The list of erasures in ${folder} cannot be used (GRAPHKEEP_ERASURES), and without it nobody is erased.`,
    { cause },
  );
