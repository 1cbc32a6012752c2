import { GraphkeepError } from '@graphkeep/core';
import { z } from 'zod';
import type { RestRequest } from './create-rest.ts';
import { fromJson, fromQuery } from './from-json.ts';
import type { RestOperation } from './operations.ts';

type Given = Pick<RestRequest, 'query' | 'body'>;

/** The input of a procedure, out of its address, what stands behind the `?`, and the body. */
export const inputOf = (operation: RestOperation, given: Given, key: string | undefined): unknown => {
  const part = partOf(operation, given);
  const name = operation.meta.key;
  if (key === undefined || name === undefined) return part;
  if (part !== undefined && !isObject(part))
    throw new GraphkeepError('invalid_input', 'The body must be an object.');
  if (part && name in part && part[name] !== key)
    throw new GraphkeepError('invalid_input', `${name} is another one in the body than in the address.`, {
      field: name,
    });
  return { ...part, [name]: key };
};

const partOf = ({ input, from }: RestOperation, { query, body }: Given): unknown => {
  if (from === 'nowhere' || input === undefined) return undefined;
  if (from === 'body') return fromJson(input, body);
  return Object.keys(query).length === 0 && input instanceof z.ZodOptional
    ? undefined
    : fromQuery(input, { ...query });
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
