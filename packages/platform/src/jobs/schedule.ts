import { StartError } from '@graphkeep/core';
import { Cron } from 'croner';
import type { Every } from '../job.ts';

/** The first time to run after a moment: all processes come to the same. */
export const nextRun = (every: Every, after: Date): Date => {
  if ('ms' in every) return new Date((Math.floor(after.getTime() / every.ms) + 1) * every.ms);
  const next = new Cron(every.cron, { timezone: 'UTC', paused: true }).nextRun(after);
  if (!next) throw new StartError(`The schedule ${every.cron} never comes again.`);
  return next;
};

export const assertSchedule = (name: string, every: Every): void => {
  if ('ms' in every) {
    if (Number.isFinite(every.ms) && every.ms > 0) return;
    throw new StartError(`The job ${name} runs every ${every.ms} ms: it must be a number above 0.`);
  }
  try {
    nextRun(every, new Date());
  } catch (cause) {
    throw new StartError(`The job ${name} has the schedule ${every.cron}, which is none of cron.`, { cause });
  }
};
