import type { Work } from '../frame/work.ts';
import type { Database } from './databases.ts';
import type { Meant } from './folders.ts';

/** Opens the databases whose migrations are meant, and closes them. */
export const withDatabases = async <T>(
  work: Work,
  meant: Meant,
  use: (databases: readonly Database[]) => Promise<T>,
): Promise<T> => {
  // Loaded only now: help, and what is wrong with options, wait for no driver.
  const { openDatabases } = await import('./databases.ts');
  return openDatabases(work, meant, use);
};
