import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@graphkeep/core';
import type { Job } from '../job.ts';
import { type JobRecord, messageOf } from './job-record.ts';
import type { JobStore } from './job-store.ts';
import { nextRun } from './schedule.ts';

export interface RunnerOptions {
  /** Jobs by their names, ready to run. */
  readonly jobs: ReadonlyMap<string, RunnableJob>;
  readonly store: JobStore;
  readonly now: () => Date;
  readonly log: Logger;
}

/** A job, and what it is to be run with. */
export interface RunnableJob extends Pick<Job<never>, 'every' | 'whenLost'> {
  readonly begin: (
    input: unknown,
    signal: AbortSignal,
    progress: (done: number, total?: number) => void,
  ) => Promise<unknown>;
}

interface Active {
  readonly controller: AbortController;
  record: JobRecord;
  cancelled: boolean;
  told: boolean;
  ended: Promise<void>;
}

const LOOK_MS = 500;
/** A job whose processes die each time is given up. */
const MOST_BEGINS = 3;

/** Runs what was asked for and what is due, one run of a name at a time, in the one process that leads. */
export class JobRunner {
  readonly #options: RunnerOptions;
  readonly #active = new Map<string, Active>();
  #wake = new AbortController();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  wake(): void {
    this.#wake.abort();
  }

  /** Until the signal aborts: then what runs is aborted too. `schedules` says whether this process runs what is due. */
  async run(signal: AbortSignal, schedules: () => boolean): Promise<void> {
    const { log } = this.#options;
    while (!signal.aborted) {
      this.#wake = new AbortController();
      await this.#look(signal, schedules()).catch((error: unknown) => {
        if (!signal.aborted) log.warn({ err: error }, 'the jobs could not be looked at');
      });
      const either = AbortSignal.any([signal, this.#wake.signal]);
      await sleep(LOOK_MS, undefined, { signal: either }).catch(() => {});
    }
    for (const { controller } of this.#active.values()) controller.abort(signal.reason);
    await Promise.all([...this.#active.values()].map(({ ended }) => ended));
  }

  async #look(signal: AbortSignal, schedules: boolean): Promise<void> {
    const { store } = this.#options;
    if (schedules) await this.#addDue();
    await this.#cancelAsked();
    await this.#tellProgress();
    const all = await store.all();
    await store.forgetOld(all);
    for (const record of all) {
      if (record.state === 'running' && !this.#active.has(record.id)) await this.#takeOver(record);
      const isBusy = [...this.#active.values()].some((one) => one.record.name === record.name);
      if (record.state === 'waiting' && !isBusy && !signal.aborted) await this.#begin(record, signal);
    }
  }

  /** By the same name in whichever process, so that one slot is one run. */
  async #addDue(): Promise<void> {
    const { jobs, store, now } = this.#options;
    const paused = new Set(await store.paused());
    const at = now();
    for (const [name, { every }] of jobs) {
      if (!every) continue;
      const last = await store.slot(name);
      if (last !== undefined && nextRun(every, new Date(last)) > at) continue;
      const id = `${name}@${(last === undefined ? at : nextRun(every, new Date(last))).toISOString()}`;
      if (last !== undefined && !paused.has(name) && !(await store.get(id)))
        await store.put({
          ...{ id, name, input: {}, state: 'waiting', done: 0, total: null, begun: 0 },
          startedAt: at.getTime(),
        });
      await store.setSlot(name, at.getTime());
    }
  }

  async #cancelAsked(): Promise<void> {
    const { store, now } = this.#options;
    const ids = await store.cancels();
    for (const id of ids) {
      const active = this.#active.get(id);
      if (active) {
        active.cancelled = true;
        active.controller.abort();
        continue;
      }
      const record = await store.get(id);
      if (record?.state === 'waiting')
        await store.put({ ...record, state: 'cancelled', endedAt: now().getTime() });
    }
    if (ids.length > 0) await store.uncancel(ids);
  }

  async #tellProgress(): Promise<void> {
    for (const active of this.#active.values()) {
      if (active.told) continue;
      active.told = true;
      await this.#options.store.put(active.record);
    }
  }

  /** The process that ran it is dead, or does not lead any more. */
  async #takeOver(record: JobRecord): Promise<void> {
    const { store, jobs, now } = this.#options;
    const again = jobs.get(record.name)?.whenLost !== 'fail' && record.begun < MOST_BEGINS;
    await store.put(
      again
        ? { ...record, state: 'waiting' }
        : {
            ...record,
            state: 'failed',
            endedAt: now().getTime(),
            error: `The process that ran it ended${record.begun > 1 ? `, ${record.begun} times` : ''}.`,
          },
    );
    this.wake();
  }

  async #begin(waiting: JobRecord, signal: AbortSignal): Promise<void> {
    const { store, jobs, now } = this.#options;
    const job = jobs.get(waiting.name);
    if (!job) {
      const error = `This server has no job ${waiting.name}.`;
      return store.put({ ...waiting, state: 'failed', endedAt: now().getTime(), error });
    }
    const record: JobRecord = { ...waiting, state: 'running', begun: waiting.begun + 1 };
    await store.put(record);
    const active: Active = {
      ...{ record, cancelled: false, told: true, ended: Promise.resolve() },
      controller: new AbortController(),
    };
    this.#active.set(record.id, active);
    active.ended = this.#carryOut(job, active, signal).finally(() => {
      this.#active.delete(record.id);
      this.wake();
    });
  }

  async #carryOut(job: RunnableJob, active: Active, leads: AbortSignal): Promise<void> {
    const { store, log, now } = this.#options;
    const { id, name, input } = active.record;
    const progress = (done: number, total: number | null = active.record.total): void => {
      active.record = { ...active.record, done, total };
      active.told = false;
    };
    let end: Partial<JobRecord>;
    try {
      const result = await job.begin(input, active.controller.signal, progress);
      end = { state: 'done', ...(result !== undefined && { result }) };
    } catch (error) {
      // Whoever leads next takes it over.
      if (leads.aborted) return;
      end = active.cancelled ? { state: 'cancelled' } : { state: 'failed', error: messageOf(error) };
      if (!active.cancelled) log.error({ err: error, job: name, id }, `the job ${name} failed`);
    }
    const ended = { ...active.record, ...end, endedAt: now().getTime() };
    await store
      .put(ended)
      .catch((error: unknown) => log.error({ err: error, id }, 'a job could not be ended'));
  }
}
