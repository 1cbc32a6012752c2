import { GraphkeepError } from '@graphkeep/core';
import { createSchema, type NodeDefinition } from '@graphkeep/models';
import type { Entity } from '../decode.ts';
import { invalid } from '../repository-input.ts';
import { assertPlain } from '../statements/values.ts';

/** The values of a new node, with their defaults. Whatever the schema does not know is refused by its name. */
export const parseCreate = (definition: NodeDefinition, input: unknown, at: string): Entity => {
  assertConcrete(definition);
  assertPlain(at === '' ? 'input' : at.slice(0, -1), input);
  const parsed = createSchema(definition).safeParse(input);
  if (!parsed.success) throw invalid(definition, parsed.error, at);
  return parsed.data;
};

/** What the store adds to a new node. */
export const storeValues = (definition: NodeDefinition, now: Date): Entity => ({
  createdAt: now,
  updatedAt: now,
  ...(definition.traits.version && { version: 1 }),
});

export const assertConcrete = (definition: NodeDefinition): void => {
  if (definition.traits.abstract)
    throw new GraphkeepError(
      'invalid_input',
      `${definition.label} is abstract: write the node by the repository of its own label.`,
    );
};
