import { GraphkeepError } from '@graphkeep/core';
import type { Degradation } from '@graphkeep/models/infra';

/** An older answer is no part of a new one: what was told before as a whole is told again then. */
export const assertFresh = (degraded: readonly Degradation[]): void => {
  const [first] = degraded;
  if (first) throw new GraphkeepError('unavailable', `The graph has not told all of it: ${first.missing}.`);
};
