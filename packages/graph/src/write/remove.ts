import type { NodeDefinition } from '@graphkeep/models';
import { decodeRow, type Entity } from '../decode.ts';
import type { Ground } from '../ground.ts';
import { assertMayWrite, notFound } from '../repository-input.ts';
import { wrong } from '../statements/values.ts';
import {
  type RemoveParts,
  removeManyStatement,
  removeStatement,
  restoreStatement,
} from '../statements/write/remove.ts';
import { type BulkOptions, matchingOf } from './bulk.ts';
import { endOf } from './ends.ts';
import { type NodeChange, ownerOf, tellJournal } from './tell-journal.ts';
import { assertVersion, type VersionOption, whyNot } from './version.ts';

/** Removes the node of a key: it is kept with a mark where its definition says so. */
export const remove = (
  ground: Ground,
  repository: NodeDefinition,
  input: unknown,
  options: VersionOption = {},
): Promise<void> => {
  const { definition } = endOf(ground, repository, input, '');
  return removeOne(ground, repository, input, usual(definition), options);
};

/** Removes the node of a key for good, also one that was removed before and kept. */
export const purge = (ground: Ground, repository: NodeDefinition, input: unknown): Promise<void> =>
  removeOne(ground, repository, input, 'delete', {});

export interface RemovedCount {
  readonly removed: number;
}

/** Removes all that a filter finds. */
export const removeMany = async (
  ground: Ground,
  definition: NodeDefinition,
  where: unknown,
  options: BulkOptions = {},
): Promise<RemovedCount> => {
  assertMayWrite(definition, ground.owner);
  const matching = matchingOf(definition, where, options);
  const parts: RemoveParts = { definition, now: ground.now(), how: usual(definition) };
  return ground.transaction('write', async (run) => {
    const { rows } = await run(removeManyStatement(parts, matching, ground, ground.codec));
    await tellJournal(
      run,
      ground,
      rows.map(([key, owner]) => removed(definition, key, owner)),
    );
    return { removed: rows.length };
  });
};

/** Brings back a node that was removed and kept. */
export const restore = async (
  ground: Ground,
  repository: NodeDefinition,
  input: unknown,
): Promise<Entity> => {
  const { definition, key } = endOf(ground, repository, input, '');
  assertMayWrite(definition, ground.owner);
  if (!definition.traits.softDelete)
    throw wrong(
      'restore',
      `${definition.label} is removed for good: say softDelete: true in its definition.`,
    );
  const { codec, now } = ground;
  const found = await ground.transaction('write', async (run) => {
    const { rows } = await run(restoreStatement(definition, key, now(), ground, codec));
    if (!rows[0]) return undefined;
    const entity = decodeRow(definition, rows[0], codec);
    const owner = ownerOf(definition, entity[definition.owner ?? '']);
    await tellJournal(run, ground, [{ definition, change: { key, kind: 'created', ...owner } }]);
    return entity;
  });
  if (!found) throw notFound(definition, key);
  return found;
};

const usual = ({ traits }: NodeDefinition): RemoveParts['how'] => (traits.softDelete ? 'mark' : 'delete');

const removeOne = async (
  ground: Ground,
  repository: NodeDefinition,
  input: unknown,
  how: RemoveParts['how'],
  { version }: VersionOption,
): Promise<void> => {
  const { definition, key } = endOf(ground, repository, input, '');
  assertMayWrite(definition, ground.owner);
  assertVersion(definition, version);
  const parts: RemoveParts = { definition, now: ground.now(), how };
  const done = await ground.transaction('write', async (run) => {
    const { rows } = await run(removeStatement(parts, key, version, ground, ground.codec));
    await tellJournal(
      run,
      ground,
      rows.map(([, owner]) => removed(definition, key, owner)),
    );
    return rows.length > 0;
  });
  if (!done) await whyNot(ground, definition, key, version);
};

const removed = (definition: NodeDefinition, key: unknown, owner: unknown): NodeChange => ({
  definition,
  change: { key: String(key), kind: 'removed', ...ownerOf(definition, owner) },
});
