import type { WriteOutcome } from '@graphkeep/cache';
import { GraphkeepError, type Guard } from '@graphkeep/core';
import type { GraphStore, SchemaDiff } from '@graphkeep/graph';
import type { Graph } from '@graphkeep/models';
import type { Audit } from './audit/audit.ts';
import type { WarmedNodes, WarmNodesOptions } from './caching/warm-nodes.ts';
import type { HealthMonitor, StoreHealth, StoreName } from './health.ts';
import type { Jobs } from './job.ts';
import { hasScope, type Principal } from './principal.ts';
import type { Stores } from './stores/open-stores.ts';

/** What is done by hand where the automatic does not suffice. Each is audited, and needs the scope `system:admin`. */
export interface Operations {
  /** Drops the connections to a store, makes new ones, and answers how it is then. */
  reconnect(store: StoreName): Promise<StoreHealth>;
  breakers(): Readonly<Partial<Record<StoreName, Guard['state']>>>;
  /** Refuses all calls to a store until `closeBreaker`. */
  openBreaker(store: StoreName): Promise<void>;
  /** Lets calls through again, and forgets the failures so far. */
  closeBreaker(store: StoreName): Promise<void>;
  /** Ends all that is cached of a label, or of a read model. */
  flush(type: string): Promise<WriteOutcome>;
  /** Reads nodes of a label into the cache. */
  warm(label: string, options: WarmNodesOptions): Promise<WarmedNodes>;
  pauseJob(name: string): Promise<void>;
  resumeJob(name: string): Promise<void>;
  /** How the constraints and indexes of the graph differ from what its definitions ask for. */
  schema(): Promise<SchemaReport>;
}

export interface SchemaReport extends SchemaDiff {
  readonly engine: GraphStore<Graph>['engine'];
  /** What is wrong, a sentence each. */
  readonly problems: readonly string[];
}

export interface OperationsOptions<G extends Graph> {
  readonly stores: Stores<G>;
  readonly monitor: HealthMonitor;
  readonly jobs: Jobs;
  readonly warm: Operations['warm'];
}

export const operationsOf = <G extends Graph>(
  { stores, monitor, jobs, warm }: OperationsOptions<G>,
  principal: Principal,
  audit: Audit,
): Operations => {
  const assertAllowed = (): void => {
    if (!hasScope(principal, 'system:admin'))
      throw new GraphkeepError('forbidden', 'This needs the scope system:admin.');
  };
  const record = (action: string, subject: string): Promise<void> =>
    audit.record({ action: `platform.${action}`, access: 'write', subject, outcome: 'ok' });
  /** Written before it is done: what cannot be audited is not done. */
  const audited = async <T>(action: string, subject: string, work: () => T | Promise<T>): Promise<T> => {
    assertAllowed();
    await record(action, subject);
    return work();
  };
  /** What brings back a store is written afterwards: the audit may need that store. Where it fails it is in the log. */
  const auditedAfter = async <T>(action: string, subject: string, work: () => T | Promise<T>): Promise<T> => {
    assertAllowed();
    const answer = await work();
    await record(action, subject).catch(() => {});
    return answer;
  };
  const guardOf = (store: StoreName): Guard => {
    const guard = stores.guards.get(store);
    if (guard) return guard;
    throw new GraphkeepError('not_found', `There is no store ${store}.`, { field: 'store' });
  };

  return {
    reconnect: (store) =>
      auditedAfter('reconnect', store, async () => {
        guardOf(store);
        if (store === 'graph') stores.store.reconnect();
        else if (store === 'cache') stores.redis?.reconnect();
        else throw new GraphkeepError('unsupported', `${store} connects anew by itself, when it is used.`);
        const { stores: all } = await monitor.check();
        const health = all.find((one) => one.store === store);
        if (!health) throw new GraphkeepError('not_found', `There is no store ${store}.`, { field: 'store' });
        return health;
      }),
    breakers: () =>
      Object.fromEntries(
        [...stores.guards].map(([name, { state }]) => [
          name,
          name === 'cache' && stores.redis?.held ? 'open' : state,
        ]),
      ),
    openBreaker: (store) =>
      audited('open-breaker', store, () => {
        guardOf(store).open();
        if (store === 'cache') stores.redis?.hold();
      }),
    closeBreaker: (store) =>
      auditedAfter('close-breaker', store, () => {
        guardOf(store).close();
        if (store === 'cache') stores.redis?.release();
      }),
    flush: (type) =>
      audited('flush', type, async () => {
        const handle = stores.caches.of(type);
        if (handle) return handle.clear();
        throw new GraphkeepError(
          'invalid_input',
          `${type} is not cached. Cached are: ${stores.caches.names.join(', ')}.`,
          { field: 'type' },
        );
      }),
    warm: (label, options) => audited('warm', label, () => warm(label, options)),
    pauseJob: (name) => audited('pause-job', name, () => jobs.pause(name)),
    resumeJob: (name) => audited('resume-job', name, () => jobs.resume(name)),
    schema: async () => {
      assertAllowed();
      const { schema, engine } = stores.store;
      const [diff, problems] = await Promise.all([schema.diff(), schema.verify()]);
      return { engine, ...diff, problems };
    },
  };
};
