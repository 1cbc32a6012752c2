import cluster, { type Worker } from 'node:cluster';
import type { Logger } from '@graphkeep/core';
import { type FromWorker, fromWorkerSchema } from './messages.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;
/** One that lived so long has not failed at its start. */
const STEADY_MS = 60_000;

export interface CrewOptions {
  readonly size: number;
  /** How long workers may take to stop before they are ended. */
  readonly stopMs: number;
  readonly log: Logger;
  readonly onMessage: (message: FromWorker, worker: Worker) => void;
}

export interface Crew {
  /** Resolves with the address once all are there; rejects with the reason of the first that cannot start. */
  readonly ready: Promise<string>;
  /** Tells all to stop, and waits for their end. */
  stop(): Promise<void>;
  kill(): void;
}

/** Keeps a number of workers running. One that ends is replaced, after a pause that grows while that does not help. */
export const startCrew = ({ size, stopMs, log, onMessage }: CrewOptions): Crew => {
  const { promise: ready, resolve, reject } = Promise.withResolvers<string>();
  const workers = new Set<Worker>();
  let settled = false;
  let stopping = false;
  let arrived = 0;

  const begin = (pauseMs: number): void => {
    const began = performance.now();
    const worker = cluster.fork();
    let reason: string | undefined;
    workers.add(worker);
    worker.on('message', (sent: unknown) => {
      const { data } = fromWorkerSchema.safeParse(sent);
      if (!data) return;
      if (data.type === 'graphkeep:refused') reason = data.reason;
      if (data.type === 'graphkeep:ready' && ++arrived === size) {
        settled = true;
        resolve(data.url);
      }
      onMessage(data, worker);
    });
    worker.once('exit', (code, signal) => {
      workers.delete(worker);
      if (stopping) return;
      if (!settled) {
        reject(new Error(reason ?? `A worker ended at its start, with ${signal ?? `code ${code}`}.`));
        return;
      }
      const pause = performance.now() - began > STEADY_MS ? FIRST_PAUSE_MS : pauseMs;
      log.error(
        { worker: worker.process.pid, code, signal, reason, pauseMs: pause },
        'a worker ended; another one takes its place',
      );
      setTimeout(() => {
        if (!stopping) begin(Math.min(pause * 2, LONGEST_PAUSE_MS));
      }, pause);
    });
  };
  for (let i = 0; i < size; i++) begin(FIRST_PAUSE_MS);

  const kill = (): void => {
    stopping = true;
    for (const worker of workers) worker.process.kill('SIGKILL');
  };
  return {
    ready,
    kill,
    stop: async () => {
      stopping = true;
      const timer = setTimeout(kill, stopMs);
      const ends = [...workers].map((worker) => {
        worker.process.kill('SIGTERM');
        return new Promise((ended) => worker.once('exit', ended));
      });
      await Promise.all(ends);
      clearTimeout(timer);
    },
  };
};
