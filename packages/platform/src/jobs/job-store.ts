import type { Helpers } from '@graphkeep/cache';
import { hasEnded, type JobRecord } from './job-record.ts';

/** What processes know of each other's jobs. */
export type JobStore = ReturnType<typeof openJobStore>;

/** More runs that have ended are forgotten, the oldest first. */
const KEPT = 200;

export const openJobStore = (helpers: Helpers) => {
  const records = helpers.hash<JobRecord>('jobs');
  const slots = helpers.hash<number>('job-slots');
  const cancels = helpers.set<string>('job-cancels');
  const paused = helpers.set<string>('job-pauses');
  const bell = helpers.channel<1>('jobs');
  return {
    get: (id: string) => records.get(id),
    put: (record: JobRecord) => records.set(record.id, record),
    all: async (): Promise<readonly JobRecord[]> =>
      [...(await records.all()).values()].sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1)),
    forgetOld: async (all: readonly JobRecord[]): Promise<void> => {
      const ended = all.filter(hasEnded);
      if (ended.length > KEPT)
        await records.remove(...ended.slice(0, ended.length - KEPT).map(({ id }) => id));
    },
    /** The time of the last scheduled run of a job. */
    slot: (name: string) => slots.get(name),
    setSlot: (name: string, at: number) => slots.set(name, at),
    cancel: (id: string) => cancels.add(id),
    cancels: () => cancels.all(),
    uncancel: (ids: readonly string[]) => cancels.remove(...ids),
    pause: (name: string) => paused.add(name),
    resume: (name: string) => paused.remove(name),
    paused: () => paused.all(),
    /** Tells whoever leads that there is something to do. */
    ring: () => bell.publish(1).catch(() => {}),
    onRing: (wake: () => void) => bell.listen({ message: wake, gap: wake }),
  };
};
