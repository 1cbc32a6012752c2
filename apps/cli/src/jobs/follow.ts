import { setTimeout as sleep } from 'node:timers/promises';
import type { Graphkeep } from '@graphkeep/sdk';
import { Cancelled } from '../frame/misuse.ts';
import type { Work } from '../frame/work.ts';
import type { Run } from './run-text.ts';

const LOOK_MS = 250;

/** Waits for the end of a run, and shows how far it is. Ctrl-C tells the run to stop too. */
export const follow = async (
  work: Work,
  gk: Graphkeep,
  { id, name }: Pick<Run, 'id' | 'name'>,
): Promise<Run> => {
  const { signal } = work;
  const progress = work.progress(name);
  try {
    for (;;) {
      const run = await gk.system.jobs.status({ id }, { signal });
      if (run.endedAt) return run;
      progress.tell(run.done, run.total);
      await sleep(LOOK_MS, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    await gk.system.jobs.cancel({ id });
    throw new Cancelled(`${name} (${id}) is told to stop.`);
  } finally {
    progress.end();
  }
};
