import type { Graph } from '@graphkeep/models';
import { Idempotency } from './idempotency-node.ts';

/** A graph with the answers that are kept for repeated calls: a store that is moved without them would do a change twice. */
export const withKeptAnswers = <G extends Graph>(graph: G): G => ({
  ...graph,
  [Idempotency.label]: Idempotency,
});
