import { type GraphkeepError, isGraphkeepError } from '@graphkeep/core';
import type { Degradation } from '@graphkeep/models/infra';
import { defineService } from '@graphkeep/platform';
import type { EstateGraph } from '../estate-graph.ts';

type Store = Degradation['store'];

/** Since when each store was not there for those who asked. */
interface Absences {
  /** Does the work, and sees whether the store answers. */
  watch<T>(store: Store, work: () => Promise<T>): Promise<T>;
  /** What is missing of an answer while the store is away. */
  degradation(store: Store, missing: string): Degradation;
}

const absences = defineService({
  name: 'infra.absences',
  open: ({ now }: EstateGraph): Absences => {
    const away = new Map<Store, Date>();
    return {
      watch: async (store, work) => {
        try {
          const answer = await work();
          away.delete(store);
          return answer;
        } catch (error) {
          if (isAbsence(error) && !away.has(store)) away.set(store, now());
          throw error;
        }
      },
      degradation: (store, missing) => ({ store, missing, since: away.get(store) ?? now() }),
    };
  },
});

export const absencesOf = (platform: EstateGraph): Absences => platform.service(absences);

/** Whether an error says that a store could not be asked, and not that something else is wrong. */
export const isAbsence = (error: unknown): error is GraphkeepError =>
  isGraphkeepError(error) && ['unavailable', 'timeout', 'overloaded', 'cancelled'].includes(error.code);
