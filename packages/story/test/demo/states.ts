import type { NodeDefinition } from '@graphkeep/models';
import { z } from 'zod';

/** A value that a node may have somewhere: an item of an enum, or one side of a switch. */
export interface PossibleValue {
  readonly path: string;
  readonly value: string | boolean;
}

/** Every value of every enum and switch of a definition, also within objects. Lists and free records have none. */
export const possibleValues = ({ schema, label }: NodeDefinition): readonly PossibleValue[] =>
  within(schema, label);

const within = (schema: unknown, path: string): readonly PossibleValue[] => {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return within(schema.def.innerType, path);
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, one]) => within(one, `${path}.${name}`));
  if (schema instanceof z.ZodEnum) return schema.options.map((value) => ({ path, value: String(value) }));
  if (schema instanceof z.ZodBoolean) return [true, false].map((value) => ({ path, value }));
  return [];
};

/** What a node has at a path. */
export const valueAt = (node: unknown, path: string): unknown =>
  path
    .split('.')
    .slice(1)
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null
          ? Object.entries(value).find(([key]) => key === name)?.[1]
          : undefined,
      node,
    );
