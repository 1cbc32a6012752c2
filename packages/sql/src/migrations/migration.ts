import { createHash } from 'node:crypto';
import { StartError } from '@graphkeep/core';
import type { Capabilities } from '../capabilities.ts';

/** One step of a database's history, as statements. */
export interface SqlMigration {
  /** `0001-series`: migrations run in the order of their names. */
  readonly name: string;
  readonly up: Statements;
  /** Undoes `up`; without it the migration cannot be undone. */
  readonly down?: Statements;
  /** Whether all of it is one transaction; `CREATE INDEX CONCURRENTLY` needs `false`, and IF NOT EXISTS. @default true */
  readonly transaction?: boolean;
}

/** Statements, some of them only where the server can carry them out. */
export type Statements = readonly (
  | string
  | { readonly where: keyof Where; readonly text: string; readonly otherwise?: string }
)[];
type Where = Pick<Capabilities, 'hypertables' | 'continuousAggregates' | 'compression'>;

export const statementsFor = (statements: Statements, capabilities: Capabilities): readonly string[] =>
  statements
    .map((one) => (typeof one === 'string' ? one : capabilities[one.where] ? one.text : one.otherwise))
    .filter((text) => text !== undefined);

/** Of what is meant, not of how it was laid out. */
export const checksumOf = ({ up, down, transaction }: SqlMigration): string =>
  createHash('sha256')
    .update(JSON.stringify([up, down, transaction ?? true]).replaceAll(/(\\n|\\r|\s)+/g, ' '))
    .digest('hex')
    .slice(0, 32);

const NAME = /^\d{4}-[a-z0-9-]+$/;

/** In the order of their names, of which no two begin with the same number. */
export const ordered = (migrations: readonly SqlMigration[]): readonly SqlMigration[] => {
  const sorted = migrations.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  for (const [index, { name }] of sorted.entries()) {
    if (!NAME.test(name))
      throw new StartError(`${name} is no name of a migration: call it like 0001-series.`);
    const before = sorted[index - 1];
    if (before && before.name.slice(0, 4) === name.slice(0, 4))
      throw new StartError(`Two migrations have the number ${name.slice(0, 4)}: ${before.name} and ${name}.`);
  }
  return sorted;
};
