import { z } from 'zod';
import { type Described, schemaOf, typeOf, type ValueOf } from './form.ts';
import { walk } from './walk.ts';

/** What makes a document of one version into one of the next. */
export interface JsonUpgrade {
  /** New names of fields, by their old ones. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Whatever else is to be done, after the fields have their new names. */
  readonly change?: (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}
export interface JsonOptions {
  /** The first one makes a document of version 1 into one of version 2. @default none: there is only version 1 */
  readonly upgrades?: readonly JsonUpgrade[];
}

/** A value as JSON text keeps it; it tells what it is and of which version. */
export interface JsonDocument {
  readonly type: string;
  readonly version: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * A node without its includes, or a read model, as JSON: dates become ISO texts in UTC. What is not of its definition is
 * refused by name, so that nothing is left out unseen.
 *
 * @example JSON.stringify(toJson(Character, character))
 */
export const toJson = <D extends Described>(
  described: D,
  value: ValueOf<D>,
  { upgrades = [] }: JsonOptions = {},
): JsonDocument => {
  const unknown: string[] = [];
  const data = walk(schemaOf(described), value, { leaf: toText, unknown: (path) => unknown.push(path) });
  const type = typeOf(described);
  if (unknown.length > 0)
    throw new TypeError(`${type} has no ${unknown.join(', no ')}: give it without its includes.`);
  return { type, version: upgrades.length + 1, data: data as JsonDocument['data'] };
};

const toText = (schema: z.core.$ZodType, value: unknown): unknown =>
  schema instanceof z.ZodDate && value instanceof Date ? value.toISOString() : value;
