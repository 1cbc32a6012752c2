import { limits, newId } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import { idPrefix, type NodeDefinition } from '@graphkeep/models';
import type { z } from 'zod';
import type { Entity } from './decode.ts';
import type { Owner } from './statements/scope.ts';

/** The values with a key of their own, if the server makes the key and the caller gave none. */
export const withKey = (definition: NodeDefinition, values: Entity): Entity => {
  if (values[definition.key] !== undefined) return values;
  const field = definition.fields.find(({ name }) => name === definition.key);
  const prefix = field && idPrefix(field.value);
  if (prefix === undefined)
    throw new GraphkeepError('invalid_input', `${definition.key} is required.`, { field: definition.key });
  return { ...values, [definition.key]: newId(prefix) };
};

/** What is shared is read by everybody, and written by those only who may see everything. */
export const assertMayWrite = (definition: NodeDefinition, owner: Owner): void => {
  if (owner !== undefined && definition.owner === undefined)
    throw new GraphkeepError('forbidden', `${definition.label} is shared: this key may only read it.`);
};

export const assertOwner = (definition: NodeDefinition, values: Entity, owner: Owner, at = ''): void => {
  assertMayWrite(definition, owner);
  if (owner === undefined || definition.owner === undefined || values[definition.owner] === owner) return;
  throw new GraphkeepError('forbidden', `${definition.owner} must be your own id.`, {
    field: at + definition.owner,
  });
};

export const assertLimit = (limit: number): void => {
  if (!Number.isInteger(limit) || limit < 1 || limit > limits.maxPageSize)
    throw new GraphkeepError('invalid_input', `limit must be 1 to ${limits.maxPageSize}.`, {
      field: 'limit',
    });
};

export const notFound = (definition: NodeDefinition, key: unknown): GraphkeepError =>
  new GraphkeepError('not_found', `There is no ${definition.label} ${String(key)}.`);

/** What a schema found wrong; `at` says where the value stands in the input: `characters.create.0.`. */
export const invalid = (definition: NodeDefinition, error: z.ZodError, at = ''): GraphkeepError => {
  const issues = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          field: at + [...issue.path, key].join('.'),
          message: `${definition.label} has no such field.`,
        }))
      : [{ field: at + issue.path.join('.'), message: issue.message }],
  );
  const [first] = issues;
  return new GraphkeepError(
    'invalid_input',
    `${definition.label}.${first?.field || 'input'}: ${first?.message}`,
    { ...(first?.field && { field: first.field }), issues },
  );
};
