import { newId } from '@graphkeep/contract';
import { GraphkeepError, StartError } from '@graphkeep/core';
import type { Job, Jobs } from '../job.ts';
import { hasEnded, statusOf } from './job-record.ts';
import { JobRunner, type RunnerOptions } from './job-runner.ts';
import { assertSchedule } from './schedule.ts';

export interface OpenJobs extends Jobs {
  /** Runs what there is to run until the signal aborts. */
  readonly runner: JobRunner;
}

export interface OpenJobsOptions extends Omit<RunnerOptions, 'jobs'> {
  readonly jobs: readonly Job<never>[];
  /** Runs a job with the platform as the system. */
  readonly perform: (
    job: Job<never>,
    input: unknown,
    signal: AbortSignal,
    progress: (done: number, total?: number) => void,
  ) => Promise<unknown>;
}

export const openJobs = ({ jobs, perform, ...options }: OpenJobsOptions): OpenJobs => {
  const { store, now } = options;
  const byName = new Map(jobs.map((job) => [job.name, job]));
  if (byName.size < jobs.length) throw new StartError('Two jobs have the same name.');
  for (const { name, every } of jobs) if (every) assertSchedule(name, every);

  const runner = new JobRunner({
    ...options,
    jobs: new Map(
      jobs.map((job) => [
        job.name,
        {
          ...(job.every && { every: job.every }),
          ...(job.whenLost && { whenLost: job.whenLost }),
          begin: async (input, signal, progress) => perform(job, parsed(job, input), signal, progress),
        },
      ]),
    ),
  });
  const known = (name: string): Job<never> => {
    const job = byName.get(name);
    if (job) return job;
    throw new GraphkeepError(
      'invalid_input',
      `There is no job ${name}. There are: ${[...byName.keys()].join(', ')}.`,
      { field: 'name' },
    );
  };
  const record = async (id: string) => {
    const found = await store.get(id);
    if (!found) throw new GraphkeepError('not_found', `There is no job ${id}.`);
    return found;
  };
  const wake = async (): Promise<void> => {
    runner.wake();
    await store.ring();
  };

  return {
    runner,
    start: async (name, input = {}) => {
      parsed(known(name), input);
      const started = {
        ...{ id: newId('job'), name, input, done: 0, total: null, begun: 0 },
        state: 'waiting' as const,
        startedAt: now().getTime(),
      };
      await store.put(started);
      await wake();
      return statusOf(started);
    },
    status: async (id) => statusOf(await record(id)),
    list: async () => (await store.all()).map(statusOf),
    cancel: async (id) => {
      if (!hasEnded(await record(id))) {
        await store.cancel(id);
        await wake();
      }
      return statusOf(await record(id));
    },
    pause: async (name) => void (await store.pause(known(name).name)),
    resume: async (name) => void (await store.resume(known(name).name)),
    run: async (name, input = {}) => {
      const job = known(name);
      return perform(job, parsed(job, input), new AbortController().signal, () => {});
    },
  };
};

const parsed = ({ name, input: schema }: Job<never>, input: unknown): unknown => {
  const { success, data, error } = schema.safeParse(input);
  if (success) return data;
  const [issue] = error.issues;
  const field = ['input', ...(issue?.path ?? [])].join('.');
  throw new GraphkeepError(
    'invalid_input',
    `The job ${name}: ${field}: ${issue?.message ?? 'is not accepted.'}`,
    {
      field,
    },
  );
};
