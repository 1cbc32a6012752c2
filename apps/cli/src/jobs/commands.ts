import type { CommandOf } from '../frame/command-of.ts';
import { group } from '../frame/group.ts';
import { cancelJob } from './cancel.ts';
import { listJobs } from './list.ts';
import { pauseJob, resumeJob } from './pause.ts';
import { runJob } from './run.ts';
import { jobStatus } from './status.ts';

export const jobsCommands: CommandOf = (program, frame) => {
  const jobs = group(program, 'jobs', 'Shows, begins and stops work in the background.');
  for (const add of [listJobs, jobStatus, runJob, cancelJob, pauseJob, resumeJob]) add(jobs, frame);
};
