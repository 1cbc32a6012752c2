import { newId } from '@graphkeep/contract';
import { type Field, idPrefix, type NodeDefinition } from '@graphkeep/models';
import { z } from 'zod';

/** New ids for those of a player's nodes, by chance: nothing leads from one to the other. */
export class Aliases {
  readonly #aliases = new Map<string, string>();

  add(prefix: string, id: string): void {
    this.#aliases.set(id, newId(prefix));
  }

  /** Undefined where the node is none of the player's. */
  of(id: string): string | undefined {
    return this.#aliases.get(id);
  }
}

const WORD = 'anonymous';

/**
 * What of a node is statistics: numbers, switches, words of a fixed list, and dates by their month. Texts, lists and free
 * values are left out; where a text must be, one word stands for all.
 */
export const anonymousNode = (
  definition: NodeDefinition,
  entity: Readonly<Record<string, unknown>>,
  aliases: Aliases,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    definition.fields
      .filter(({ name }) => Object.hasOwn(definition.schema.shape, name))
      .flatMap((field) => {
        const value = anonymousValue(definition, field, entity[field.name], aliases);
        return value === undefined ? [] : [[field.name, value]];
      }),
  );

const anonymousValue = (
  definition: NodeDefinition,
  field: Field,
  value: unknown,
  aliases: Aliases,
): unknown => {
  const { name, kind, optional } = field;
  if (value === undefined || value === null) return undefined;
  if (kind === 'integer' || kind === 'float' || kind === 'boolean') return value;
  if (value instanceof Date) return monthOf(value);
  if (kind !== 'string' || typeof value !== 'string') return numbersIn(value);
  if (idPrefix(field.value) !== undefined) return aliases.of(value) ?? (optional ? undefined : value);
  if (isOneOfList(definition.schema.shape[name])) return value;
  if (optional) return undefined;
  return definition.unique.includes(name) ? `${WORD}-${newId('x').slice(-12)}` : WORD;
};

const monthOf = (date: Date): Date => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth()));

/** An object of numbers alone, like attributes; undefined for any other. */
const numbersIn = (value: unknown): unknown =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length > 0 &&
  Object.values(value).every((one) => typeof one === 'number')
    ? value
    : undefined;

const isOneOfList = (schema: z.core.$ZodType | undefined): boolean => {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return isOneOfList(schema.def.innerType);
  return schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral;
};
