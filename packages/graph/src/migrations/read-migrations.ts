import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StartError } from '@graphkeep/core';
import type { Migration, MigrationModule } from './migration.ts';

const NAME = /^(\d{4}-[a-z0-9-]+)\.(?:ts|js|mjs)$/;
const CODE = /(?<!\.d)\.(?:ts|js|mjs)$/;

/** The migrations of a folder: files `0001-name.ts` or `.js`, each with `up`, and `down` where it can be undone. */
export const readMigrations = async (folder: string): Promise<readonly Migration[]> => {
  const files = (await readdir(folder)).filter((file) => CODE.test(file)).sort();
  const migrations: Migration[] = [];
  for (const file of files) migrations.push(await readMigration(resolve(folder), file));
  return ordered(migrations);
};

const readMigration = async (folder: string, file: string): Promise<Migration> => {
  const name = NAME.exec(file)?.[1];
  if (name === undefined)
    throw new StartError(
      `${file} is no name of a migration: call it like 0001-split-names.ts, in small letters, digits and hyphens.`,
    );
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  const module: unknown = await import(pathToFileURL(path).href);
  return { name, checksum: checksumOf(text), ...assertModule(name, module) };
};

/** Line endings differ by how a file was checked out, and mean nothing. */
export const checksumOf = (text: string): string =>
  createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex').slice(0, 32);

/** In the order of their names, of which no two begin with the same number. */
export const ordered = (migrations: readonly Migration[]): readonly Migration[] => {
  const sorted = migrations.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  for (const [index, { name }] of sorted.entries()) {
    if (!NAME.test(`${name}.ts`))
      throw new StartError(`${name} is no name of a migration: call it like 0001-split-names.`);
    const before = sorted[index - 1];
    if (before && numberOf(before.name) === numberOf(name))
      throw new StartError(`Two migrations have the number ${numberOf(name)}: ${before.name} and ${name}.`);
  }
  return sorted;
};

const numberOf = (name: string): string => name.slice(0, 4);

const assertModule = (name: string, module: unknown): MigrationModule => {
  if (typeof module !== 'object' || module === null || !('up' in module) || !isWork(module.up))
    throw new StartError(`The migration ${name} exports no function \`up\`.`);
  const { up } = module;
  const down = 'down' in module ? module.down : undefined;
  if (down !== undefined && !isWork(down))
    throw new StartError(`The migration ${name} exports a \`down\` that is no function.`);
  return {
    up,
    ...(down && { down }),
    transaction: flag(name, module, 'transaction', true),
    expand: flag(name, module, 'expand', false),
  };
};

const isWork = (value: unknown): value is MigrationModule['up'] => typeof value === 'function';

const flag = (name: string, module: object, key: 'transaction' | 'expand', otherwise: boolean): boolean => {
  const value: unknown = Object.entries(module).find(([one]) => one === key)?.[1] ?? otherwise;
  if (typeof value !== 'boolean')
    throw new StartError(`The migration ${name} exports \`${key}\`: it must be true or false.`);
  return value;
};
