import type { Graph } from '@graphkeep/models';
import type { z } from 'zod';
import type { Scoped } from './scoped.ts';

export interface JobRun<I> {
  readonly input: I;
  /** Aborted by a cancel, by the loss of the leadership, and when the process drains. */
  readonly signal: AbortSignal;
  /** Tells how far it is: what is done, of how many if that is known. */
  readonly progress: (done: number, total?: number) => void;
}

export type Every = { readonly ms: number } | { readonly cron: string };

/** Long work that one process at a time does, on demand or by a schedule. */
export interface Job<G extends Graph, S extends z.ZodType = z.ZodType, T = unknown> {
  readonly name: string;
  /** What a caller may say; of a scheduled run it is parsed from `{}`. */
  readonly input: S;
  /** How often it runs by itself; `cron` is in UTC. Times that nobody led are left out. @default only on demand */
  readonly every?: Every;
  /** Whether it runs once more, from its beginning, where the process that ran it died or was stopped. @default 'again' */
  readonly whenLost?: 'again' | 'fail';
  run(system: Scoped<G>, run: JobRun<z.output<S>>): Promise<T>;
}

export const defineJob = <G extends Graph, S extends z.ZodType, T>(job: Job<G, S, T>): Job<G, S, T> => job;

export interface JobStatus {
  readonly id: string;
  readonly name: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly done: number;
  /** null where it is not known. */
  readonly total: number | null;
  readonly startedAt: Date;
  readonly endedAt?: Date;
  /** What it answered, once it is done. */
  readonly result?: unknown;
  readonly error?: string;
}

export interface Jobs {
  /** Begins a job, in whichever process leads, and answers its handle at once. */
  start(name: string, input?: unknown): Promise<JobStatus>;
  status(id: string): Promise<JobStatus>;
  list(): Promise<readonly JobStatus[]>;
  cancel(id: string): Promise<JobStatus>;
  /** Scheduled runs of a paused job are left out. */
  pause(name: string): Promise<void>;
  resume(name: string): Promise<void>;
  /** Runs a job here and now, whoever leads, and answers its result: for tests and commands. */
  run(name: string, input?: unknown): Promise<unknown>;
}
