import type { NodeDefinition } from '@graphkeep/models';
import { assertPlain, wrong } from '../statements/values.ts';
import type { Matching } from '../statements/write/match.ts';
import { assertConcrete } from './parse-create.ts';

export interface BulkOptions {
  /** Nodes at most, those with the lowest keys first. @default all that the filter finds */
  readonly limit?: number;
  /** Must be said where the filter is empty, which finds every node. */
  readonly all?: true;
}

/** What a bulk change is for. An empty filter is more often a mistake than meant. */
export const matchingOf = (
  definition: NodeDefinition,
  where: unknown,
  { limit, all }: BulkOptions,
): Matching => {
  assertConcrete(definition);
  assertPlain('where', where);
  if (isEmpty(where) && all !== true)
    throw wrong(
      'where',
      `where is empty, which is every ${definition.label}: say all: true if that is meant.`,
    );
  if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 1))
    throw wrong('limit', 'limit must be an integer above 0.');
  return { where, limit };
};

/** Whether a filter asks for nothing: AND of nothing is as empty as no filter. */
const isEmpty = (where: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(where).every(
    ([name, value]) =>
      (name === 'AND' || name === 'NOT') &&
      Array.isArray(value) &&
      value.every((one) => isEmptyPart(name, one)),
  );

const isEmptyPart = (name: string, value: unknown): boolean =>
  name === 'AND' && typeof value === 'object' && value !== null && isEmpty({ ...value });
