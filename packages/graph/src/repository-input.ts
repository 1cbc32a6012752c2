import { limits, newId } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import { idPrefix, type NodeDefinition } from '@graphkeep/models';
import type { z } from 'zod';
import type { Entity } from './decode.ts';
import type { Owner } from './statements/where.ts';

/** The values with a key of their own, if the server makes the key and the caller gave none. */
export const withKey = (definition: NodeDefinition, values: Entity): Entity => {
  if (values[definition.key] !== undefined) return values;
  const field = definition.fields.find(({ name }) => name === definition.key);
  const prefix = field && idPrefix(field.value);
  if (prefix === undefined)
    throw new GraphkeepError('invalid_input', `${definition.key} is required.`, { field: definition.key });
  return { ...values, [definition.key]: newId(prefix) };
};

export const assertOwner = (definition: NodeDefinition, values: Entity, owner: Owner): void => {
  if (owner === undefined) return;
  if (definition.owner === undefined)
    throw new GraphkeepError('forbidden', `${definition.label} is shared: this key may only read it.`);
  if (values[definition.owner] !== owner)
    throw new GraphkeepError('forbidden', `${definition.owner} must be your own id.`, {
      field: definition.owner,
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

export const invalid = (definition: NodeDefinition, error: z.ZodError): GraphkeepError => {
  const issues = error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }));
  const [first] = issues;
  return new GraphkeepError(
    'invalid_input',
    `${definition.label}.${first?.field || 'input'}: ${first?.message}`,
    {
      ...(first?.field && { field: first.field }),
      issues,
    },
  );
};
