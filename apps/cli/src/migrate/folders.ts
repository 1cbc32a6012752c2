import { existsSync } from 'node:fs';
import type { Command, OptionValues } from '@commander-js/extra-typings';
import { Misuse } from '../frame/misuse.ts';

const GRAPH = 'migrations/graph';
const SQL = 'migrations/sql';

export interface FolderOptions {
  readonly graph?: string | undefined;
  readonly sql?: string | undefined;
}

export const withFolders = <A extends unknown[], O extends OptionValues, G extends OptionValues>(
  command: Command<A, O, G>,
) =>
  command
    .option('--graph <folder>', `migrations of the graph (default: ${GRAPH}, where it is)`)
    .option('--sql <folder>', `migrations of the SQL store (default: ${SQL}, where it is)`);

export interface Folders {
  readonly graph?: string;
  readonly sql?: string;
}

/** The folders that are meant: those that are named, else those that are there. */
export const foldersOf = (options: FolderOptions): Folders => {
  for (const folder of [options.graph, options.sql])
    if (folder !== undefined && !existsSync(folder)) throw new Misuse(`There is no folder ${folder}.`);
  const found = foldersThere(options);
  if (found.graph === undefined && found.sql === undefined)
    throw new Misuse(
      `There are no migrations here: neither ${GRAPH} nor ${SQL} is there. Name a folder by --graph or --sql.`,
    );
  return found;
};

export const foldersThere = ({ graph, sql }: FolderOptions): Folders => {
  const named = graph !== undefined || sql !== undefined;
  const ofGraph = graph ?? (!named && existsSync(GRAPH) ? GRAPH : undefined);
  const ofSql = sql ?? (!named && existsSync(SQL) ? SQL : undefined);
  return {
    ...(ofGraph !== undefined && { graph: ofGraph }),
    ...(ofSql !== undefined && { sql: ofSql }),
  };
};
