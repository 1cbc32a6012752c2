import { existsSync } from 'node:fs';
import { type Command, Option, type OptionValues } from '@commander-js/extra-typings';
import { Misuse } from '../frame/misuse.ts';

const GRAPH = 'migrations/graph';
const SQL = 'migrations/sql';
/** Domains that have tables in the SQL store. */
export const DOMAINS = ['infra'] as const;
export type Domain = (typeof DOMAINS)[number];

export interface FolderOptions {
  readonly graph?: string | undefined;
  readonly sql?: string | undefined;
}

export interface MeantOptions extends FolderOptions {
  readonly domain?: Domain | undefined;
}

export const withFolders = <A extends unknown[], O extends OptionValues, G extends OptionValues>(
  command: Command<A, O, G>,
) =>
  command
    .option('--graph <folder>', `migrations of the graph (default: ${GRAPH}, where it is)`)
    .option('--sql <folder>', `migrations of the SQL store (default: ${SQL}, where it is)`);

/** For commands that look at the tables of domains too. */
export const withMeant = <A extends unknown[], O extends OptionValues, G extends OptionValues>(
  command: Command<A, O, G>,
) =>
  withFolders(command).addOption(
    new Option('--domain <domain>', 'the tables that the product itself has in the SQL store').choices(
      DOMAINS,
    ),
  );

export interface Folders {
  readonly graph?: string;
  readonly sql?: string;
}

/** Whose migrations are meant. */
export interface Meant extends Folders {
  readonly domains: readonly Domain[];
}

/** What is named; where nothing is, the folders that are there, and all domains. */
export const meantBy = ({ domain, ...folders }: MeantOptions): Meant => {
  for (const folder of [folders.graph, folders.sql])
    if (folder !== undefined && !existsSync(folder)) throw new Misuse(`There is no folder ${folder}.`);
  if (domain !== undefined) return { ...named(folders), domains: [domain] };
  return { ...foldersThere(folders), domains: isNamed(folders) ? [] : DOMAINS };
};

export const foldersThere = (folders: FolderOptions): Folders =>
  isNamed(folders)
    ? named(folders)
    : { ...(existsSync(GRAPH) && { graph: GRAPH }), ...(existsSync(SQL) && { sql: SQL }) };

const isNamed = ({ graph, sql }: FolderOptions): boolean => graph !== undefined || sql !== undefined;

const named = ({ graph, sql }: FolderOptions): Folders => ({
  ...(graph !== undefined && { graph }),
  ...(sql !== undefined && { sql }),
});
