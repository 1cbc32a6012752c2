import type { CountInput, Graph, LabelOf } from '@graphkeep/models';
import { countStatement, existsStatement } from '../statements/read.ts';
import { assertOptions, type Reader } from './reader.ts';

export interface Counts<G extends Graph, L extends LabelOf<G>> {
  /** How many nodes a filter finds. */
  count(input?: CountInput<G, L>): Promise<number>;
  /** Whether a filter finds any node. */
  exists(input?: CountInput<G, L>): Promise<boolean>;
}

/** The same before its definition gives it types. */
export interface UntypedCounts {
  count(input?: UntypedCountInput): Promise<number>;
  exists(input?: UntypedCountInput): Promise<boolean>;
}
interface UntypedCountInput {
  readonly where?: object;
  readonly withDeleted?: boolean;
}

const options = new Set(['where', 'withDeleted']);

export const counts = (reader: Reader): UntypedCounts => ({
  count: async (input = {}) => {
    assertOptions(input, options);
    const { rows } = await reader.ground.read(
      countStatement(reader.reading(input.withDeleted), input.where ?? {}),
    );
    return Number(rows[0]?.[0]);
  },
  exists: async (input = {}) => {
    assertOptions(input, options);
    const { rows } = await reader.ground.read(
      existsStatement(reader.reading(input.withDeleted), input.where ?? {}),
    );
    return rows.length > 0;
  },
});
