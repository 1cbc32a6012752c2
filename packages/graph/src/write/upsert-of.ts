import type { CreateOf, KeyOf, NodeDefinition } from '@graphkeep/models';
import type { z } from 'zod';

type Optional<N extends NodeDefinition> = {
  [P in keyof z.output<N['schema']>]: undefined extends z.output<N['schema']>[P] ? P : never;
}[keyof z.output<N['schema']>];

/** What makes a node or changes it: whole, with its key, and null for what is to be removed. */
export type UpsertOf<N extends NodeDefinition> = Omit<CreateOf<N>, Optional<N>> & {
  readonly [P in Optional<N> & keyof CreateOf<N>]?: CreateOf<N>[P] | null;
} & KeyOf<N>;
