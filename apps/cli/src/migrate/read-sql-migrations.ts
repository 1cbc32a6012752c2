import { readdir } from 'node:fs/promises';
import { join, parse, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StartError } from '@graphkeep/core';
import type { SqlMigration } from '@graphkeep/sql';
import { z } from 'zod';

const statement = z.union([
  z.string().min(1),
  z.strictObject({
    where: z.enum(['hypertables', 'continuousAggregates', 'compression']),
    text: z.string(),
    otherwise: z.string().exactOptional(),
  }),
]);
const moduleSchema = z.object({
  up: z.array(statement).min(1),
  down: z.array(statement).exactOptional(),
  transaction: z.boolean().exactOptional(),
});

/** The migrations of a folder: files `0001-name.ts` or `.js`, each with the statements `up`, and `down` where it can be undone. */
export const readSqlMigrations = async (folder: string): Promise<readonly SqlMigration[]> => {
  const files = (await readdir(folder)).filter((file) => /(?<!\.d)\.(ts|js|mjs)$/.test(file)).sort();
  const migrations: SqlMigration[] = [];
  for (const file of files) {
    const loaded: unknown = await import(pathToFileURL(resolve(join(folder, file))).href);
    const { success, data, error } = moduleSchema.safeParse({ ...Object(loaded) });
    if (!success)
      throw new StartError(
        `${file} is no migration: \`${error.issues[0]?.path.join('.') ?? 'up'}\` ${error.issues[0]?.message ?? ''}. It exports \`up\`, a list of statements, and \`down\` where it can be undone.`,
      );
    migrations.push({ name: parse(file).name, ...data });
  }
  return migrations;
};
