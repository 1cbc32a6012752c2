import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isAlive } from '../folders.ts';

/**
 * Fills a folder once. It is built beside its place and renamed, so that no half-written folder is ever used; of two
 * that build at the same time the first to finish wins, and the other takes the winner's.
 */
export async function once(target: string, build: (folder: string) => Promise<void>): Promise<string> {
  if (existsSync(target)) return target;
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent, basename(target));
  const draft = await mkdtemp(join(parent, `.${basename(target)}-${process.pid}-`));
  try {
    await build(draft);
    await rename(draft, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return target;
}

/** What a process that was killed while it built left behind. */
async function removeAbandoned(parent: string, name: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    const [, owner, pid] = /^\.(.+)-(\d+)-\w+$/.exec(entry) ?? [];
    if (owner === name && !isAlive(Number(pid)))
      await rm(join(parent, entry), { recursive: true, force: true });
  }
}
