import type { NodeDefinition } from '@graphkeep/models';
import { decodeFields, decodeRow, type Entity } from '../decode.ts';
import type { Ground } from '../ground.ts';
import { assertMayWrite } from '../repository-input.ts';
import {
  type ChangeParts,
  computed,
  patchManyStatement,
  patchStatement,
} from '../statements/write/change.ts';
import type { WriteOptions } from '../transaction/options.ts';
import { type BulkOptions, matchingOf } from './bulk.ts';
import { assertOutcome, changesOf } from './changes.ts';
import { asked } from './create.ts';
import { endOf } from './ends.ts';
import { type NodeChange, ownerOf, tellJournal } from './tell-journal.ts';
import { assertVersion, type VersionOption, whyNot } from './version.ts';

export interface PatchOptions extends WriteOptions, VersionOption {}

/** Changes the node of a key, and answers it as it is then. */
export const patch = async (
  ground: Ground,
  repository: NodeDefinition,
  input: unknown,
  changed: unknown,
  options: PatchOptions = {},
): Promise<Entity> => {
  const { definition, key } = endOf(ground, repository, input, '');
  assertMayWrite(definition, ground.owner);
  assertVersion(definition, options.version);
  const changes = changesOf(repository.traits.abstract ? repository : definition, changed);
  const parts: ChangeParts = { definition, changes, now: ground.now() };
  const { codec } = ground;
  const found = await ground.transaction(
    'write',
    async (run) => {
      const { rows } = await run(patchStatement(parts, key, options.version, ground, codec));
      if (!rows[0]) return undefined;
      const entity = decodeRow(definition, rows[0], codec);
      assertOutcome(changes, entity);
      await tellJournal(run, ground, [updated(parts, key, entity[definition.owner ?? ''])]);
      return entity;
    },
    asked(definition, 'patch', [key, changed, options.version], options),
  );
  return found ?? (await whyNot(ground, definition, key, options.version));
};

export interface PatchedCount {
  readonly patched: number;
}

/** Changes all that a filter finds. */
export const patchMany = async (
  ground: Ground,
  definition: NodeDefinition,
  where: unknown,
  changed: unknown,
  options: BulkOptions = {},
): Promise<PatchedCount> => {
  assertMayWrite(definition, ground.owner);
  const matching = matchingOf(definition, where, options);
  const changes = changesOf(definition, changed);
  const parts: ChangeParts = { definition, changes, now: ground.now() };
  const { codec } = ground;
  return ground.transaction('write', async (run) => {
    const { rows } = await run(patchManyStatement(parts, matching, ground, codec));
    const results = computed(changes).map(({ field }) => field);
    if (results.length > 0)
      for (const row of rows) assertOutcome(changes, decodeFields(results, row, codec, 2));
    await tellJournal(
      run,
      ground,
      definition.journal ? rows.map(([key, owner]) => updated(parts, String(key), owner)) : [],
    );
    return { patched: rows.length };
  });
};

const updated = ({ definition, changes }: ChangeParts, key: string, owner: unknown): NodeChange => ({
  definition,
  change: {
    key,
    kind: 'updated',
    ...ownerOf(definition, owner),
    fields: changes.map(({ field }) => field.name),
  },
});
