import type { Graphkeep } from '@graphkeep/sdk';
import type { Work } from '../frame/work.ts';
import type { Asked } from './selection-options.ts';

/** No call to a server may take longer than a minute. */
const BUDGET_MS = 50_000;
/** The server ends by its budget; a caller that waits no longer would hear nothing. */
export const WAIT_MS = BUDGET_MS + 10_000;
export const budget = { timeBudgetMs: BUDGET_MS };

export type Report = Awaited<ReturnType<Graphkeep['story']['care']['planCleaning']>>['report'];
export interface Planned {
  readonly report: Report & { readonly examples?: readonly string[] };
  readonly confirm: string;
}

export const planOf = ({ signal }: Work, gk: Graphkeep, asked: Asked): Promise<Planned> => {
  const call = { signal, timeoutMs: WAIT_MS };
  return asked.by === 'story'
    ? gk.story.care.planCleaning({ selection: asked.selection, ...budget }, call)
    : gk.system.cache.plan({ selection: asked.selection, ...budget }, call);
};
