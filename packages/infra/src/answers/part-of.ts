import type { Degradation } from '@graphkeep/models/infra';
import type { EstateGraph } from '../estate-graph.ts';
import { absencesOf, isAbsence } from './absences.ts';

export interface Part<T> {
  /** Null where its store is away. */
  readonly value: T | null;
  readonly degraded: readonly Degradation[];
}

/** A part of an answer, which is given without it where its store is away. */
export const partOf = async <T>(
  platform: EstateGraph,
  { store, missing }: Pick<Degradation, 'store' | 'missing'>,
  read: () => Promise<T>,
): Promise<Part<T>> => {
  const known = absencesOf(platform);
  try {
    return { value: await known.watch(store, read), degraded: [] };
  } catch (error) {
    if (!isAbsence(error)) throw error;
    return { value: null, degraded: [known.degradation(store, missing)] };
  }
};
