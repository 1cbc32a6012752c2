import type { NodeDefinition } from '@graphkeep/models';
import type { Entity } from '../decode.ts';
import type { Ground } from '../ground.ts';
import type { WriteOptions } from '../transaction/options.ts';
import { mapRows } from './chunks.ts';
import { createPlanner } from './create-plan.ts';
import { assertRows } from './rows.ts';
import { runPlan } from './run-plan.ts';
import { asRead } from './stored-values.ts';

/** Makes a node, with what is to be made or joined beside it. */
export const create = async (
  ground: Ground,
  definition: NodeDefinition,
  input: object,
  options: WriteOptions = {},
): Promise<Entity> => {
  const { plan, add } = createPlanner(ground);
  const { values } = add(definition, input);
  return ground.transaction(
    'write',
    async (run) => {
      await runPlan(run, ground, plan);
      return asRead(definition.fields, values, ground.codec);
    },
    asked(definition, 'create', input, options),
  );
};

/** Makes many nodes, all of them or none, and answers their keys in the order of the rows. */
export const createMany = async (
  ground: Ground,
  definition: NodeDefinition,
  rows: readonly object[],
  options: WriteOptions = {},
): Promise<readonly Entity[]> => {
  assertRows(rows);
  const { plan, add } = createPlanner(ground);
  const keys = await mapRows(rows, (row, index) => ({
    [definition.key]: add(definition, row, `rows.${index}.`).key,
  }));
  return ground.transaction(
    'write',
    async (run) => {
      await runPlan(run, ground, plan);
      return keys;
    },
    asked(definition, 'createMany', rows, options),
  );
};

/** What an idempotency key stands for: the same key with anything else is refused. */
export const asked = (
  { label }: NodeDefinition,
  operation: string,
  input: unknown,
  { idempotencyKey, ttlMs }: WriteOptions,
) => ({
  ...(idempotencyKey !== undefined && { idempotencyKey, request: [label, operation, input] }),
  ...(ttlMs !== undefined && { ttlMs }),
});
