import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@graphkeep/core';
import type { Candidate, Leadership } from '@graphkeep/graph';
import type { Graph } from '@graphkeep/models';
import type { Job, Jobs } from './job.ts';
import { openJobStore } from './jobs/job-store.ts';
import { openJobs } from './jobs/open-jobs.ts';
import { ownJobs } from './jobs/own-jobs.ts';
import { followAlone } from './journal/follow-alone.ts';
import { type PageHandler, runConsumer } from './journal/run-consumer.ts';
import type { PlatformOptions } from './open-platform.ts';
import type { Scoped } from './scoped.ts';
import type { Stores } from './stores/open-stores.ts';

export interface WorkOptions<G extends Graph> {
  readonly options: PlatformOptions<G>;
  readonly stores: Stores<G>;
  readonly system: (who: string) => Scoped<G>;
  readonly log: Logger;
  readonly now: () => Date;
}

/** What a platform does by itself: jobs, and whatever follows the journal. */
export interface Work {
  readonly jobs: Jobs;
  start(): Promise<void>;
  /** Ends all of it; waits so long at most for what does not heed its signal. */
  stop(withinMs: number): Promise<void>;
}

export const openWork = <G extends Graph>({ options, stores, system, log, now }: WorkOptions<G>): Work => {
  const { config, jobs: given = [], consumers = [] } = options;
  const { store, redis, helpers, invalidation } = stores;
  const shared = `${config.cache.app}:${config.cache.env}`;
  const stopping = new AbortController();

  const jobStore = openJobStore(helpers);
  const { runner, ...jobs } = openJobs({
    ...{ store: jobStore, now, log },
    jobs: [...ownJobs(store), ...given] as readonly unknown[] as readonly Job<never>[],
    perform: (job, input, signal, progress) =>
      job.run(system(`job:${job.name}`) as never, { input, signal, progress } as never),
  });

  const invalidated: PageHandler['handle'] = (page) => invalidation.handle(page, store.journal.bookmarks);
  const handlers: readonly PageHandler[] = [
    // What a dead process left in Redis; without Redis its cache died with it.
    ...(redis ? [{ name: 'invalidation', handle: invalidated }] : []),
    ...consumers.map((consumer) => ({
      name: consumer.name,
      handle: (page: Parameters<PageHandler['handle']>[0]) =>
        consumer.handle(system(`consumer:${consumer.name}`), page),
    })),
  ].map((handler) => ({ ...handler, name: `${shared}:${handler.name}` }));

  const lead = async (leadership: Leadership): Promise<void> => {
    await Promise.all([
      ...handlers.map((handler) => runConsumer(store.journal, handler, leadership, log)),
      redis ? runner.run(leadership.signal, () => true) : aborted(leadership.signal),
    ]);
  };

  let candidate: Candidate | undefined;
  const running: Promise<unknown>[] = [];
  const ends: (() => void)[] = [];

  return {
    jobs,
    start: async () => {
      await Promise.all(handlers.map(({ name }) => store.journal.begin(name)));
      jobStore
        .onRing(() => runner.wake())
        .then(
          (end) => ends.push(end),
          () => {},
        );
      candidate = store.leader(shared, lead, {
        leaseMs: config.leader.leaseMs,
        onError: (error) => log.warn({ err: error }, 'no leader could be found'),
      });
      if (redis) return;
      // What was asked for here is known here alone.
      running.push(runner.run(stopping.signal, () => candidate?.leads === true));
      // Of the embedded graph this process is the only writer.
      if (store.engine === 'neo4j')
        running.push(followAlone(store.journal, invalidated, stopping.signal, log));
    },
    stop: async (withinMs) => {
      stopping.abort();
      for (const end of ends) end();
      const all = Promise.all([candidate?.close(), ...running]);
      const waited = new AbortController();
      await Promise.race([all, sleep(withinMs, undefined, { signal: waited.signal }).catch(() => {})]);
      waited.abort();
    },
  };
};

const aborted = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
};
