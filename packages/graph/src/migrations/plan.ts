import { StartError } from '@graphkeep/core';
import type { HistoryRecord } from './history.ts';
import type { Migration } from './migration.ts';

export interface MigrationStatus {
  readonly name: string;
  /**
   * `running` and `reverting`: begun and killed. `changed`: applied, and another file since. `unknown`: applied by a
   * program that has a migration which this one has not.
   */
  readonly state: 'applied' | 'pending' | 'running' | 'reverting' | 'changed' | 'unknown';
  readonly at?: Date;
  readonly reversible: boolean;
}

export const statusOf = (
  migrations: readonly Migration[],
  history: readonly HistoryRecord[],
): readonly MigrationStatus[] => {
  const known = new Map(history.map((record) => [record.name, record]));
  const files = migrations.map(({ name, checksum, down }): MigrationStatus => {
    const record = known.get(name);
    const reversible = down !== undefined;
    if (!record) return { name, state: 'pending', reversible };
    const changed = record.state === 'applied' && record.checksum !== checksum;
    return { name, state: changed ? 'changed' : record.state, at: record.at, reversible };
  });
  const names = new Set(migrations.map(({ name }) => name));
  const unknown = history
    .filter(({ name }) => !names.has(name))
    .map(({ name, at }): MigrationStatus => ({ name, state: 'unknown', at, reversible: false }));
  return [...files, ...unknown].sort((one, other) => (one.name < other.name ? -1 : 1));
};

/** The migrations that are still to be applied, if this program's files and the store's history belong together. */
export const assertHistory = (
  migrations: readonly Migration[],
  history: readonly HistoryRecord[],
  way: 'up' | 'down' = 'up',
): readonly Migration[] => {
  const known = new Map(history.map((record) => [record.name, record]));
  const names = new Set(migrations.map(({ name }) => name));
  const newer = history.find(({ name, expand }) => !names.has(name) && (!expand || way === 'down'));
  if (newer)
    throw new StartError(
      `The store has the migration ${newer.name}, which this program does not have: a newer program has been here. Start that one, or bring the file.`,
    );
  const states = statusOf(migrations, history);
  const changed = states.find(({ state }) => state === 'changed');
  if (changed)
    throw new StartError(
      `The migration ${changed.name} was applied, and its file has changed since: bring back what was applied, and put the change into a new migration.`,
    );
  const reverting = way === 'up' && states.find(({ state }) => state === 'reverting');
  if (reverting)
    throw new StartError(
      `The migration ${reverting.name} was being undone when its runner ended: finish that by \`down\` first.`,
    );
  const last = history.filter(({ state }) => state === 'applied').at(-1)?.name ?? '';
  const pending = migrations.filter(({ name }) => known.get(name)?.state !== 'applied');
  const late = pending.find(({ name }) => name < last);
  if (late && way === 'up')
    throw new StartError(
      `The migration ${late.name} comes before ${last}, which is applied already: give it a later number.`,
    );
  return pending;
};
