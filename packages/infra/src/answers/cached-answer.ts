import type { ReadModel, ReadModelOf } from '@graphkeep/models';
import type { Degradation } from '@graphkeep/models/infra';
import type { EstateGraph } from '../estate-graph.ts';
import { absencesOf } from './absences.ts';
import { inputKey } from './input-key.ts';

/** What was answered, and what of it is missing or old. */
export type Answered<T> = T & { readonly degraded: readonly Degradation[] };

/**
 * The answer to an input: from the cache, else loaded once for all who wait. Where its store is away it is the last that is
 * known, and says so.
 */
export const cachedAnswer = async <M extends ReadModel>(
  platform: EstateGraph,
  model: M,
  input: object,
  load: () => Promise<ReadModelOf<M>>,
  store: Degradation['store'] = 'graph',
): Promise<Answered<ReadModelOf<M>>> => {
  const known = absencesOf(platform);
  const { value, stale } = await platform
    .model(model)
    .getAged(inputKey(input), () => known.watch(store, load));
  return {
    ...value,
    degraded: stale ? [known.degradation(store, 'what was changed since `asOf`')] : [],
  };
};
