import { AsyncLocalStorage } from 'node:async_hooks';
import type { Cleaning } from '@graphkeep/cache/admin';
import { type Config, GraphkeepError, type Logger, type Metrics } from '@graphkeep/core';
import type { Query } from '@graphkeep/graph';
import type { Graph } from '@graphkeep/models';
import { auditedName } from './audit/named.ts';
import type { AuditLog } from './audit/open-audit.ts';
import { openBookmarks } from './bookmarks.ts';
import { cachedModel } from './caching/cached-model.ts';
import { cachedReads } from './caching/cached-reads.ts';
import { openLoading } from './caching/loading.ts';
import { warmNodes } from './caching/warm-nodes.ts';
import type { HealthMonitor } from './health.ts';
import type { Jobs } from './job.ts';
import type { Services } from './open-services.ts';
import { type Operations, operationsOf } from './operations.ts';
import type { Principal } from './principal.ts';
import type { Scoped } from './scoped.ts';
import type { Stores } from './stores/open-stores.ts';

export interface ScopeGround<G extends Graph> {
  readonly graph: G;
  readonly stores: Stores<G>;
  readonly audit: AuditLog;
  readonly monitor: HealthMonitor;
  /** Asked for when they are used: both stand on scopes themselves. */
  readonly services: () => Services<G>;
  readonly jobs: () => Jobs;
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly now: () => Date;
}

export interface Scopes<G extends Graph> {
  as(principal: Principal): Scoped<G>;
  asSystem(reason: string): Scoped<G>;
  /** For the platform's own work, of which nobody has to give account. */
  system(who: string): Scoped<G>;
}

/** Makes the platform that one principal sees. */
export const openScopes = <G extends Graph>(ground: ScopeGround<G>): Scopes<G> => {
  const { stores, audit, monitor, services, jobs, config, log, metrics, now } = ground;
  const { store, caches, helpers } = stores;
  const outside = AsyncLocalStorage.snapshot();
  const loading = openLoading(store.receiveBookmarks);
  const cachedGround = { store, caches, loading };
  const bookmarks = openBookmarks(store, config.secrets, now);

  const logged = (work: () => void | Promise<void>) => async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.error({ err: error }, 'what was to be done after a commit failed');
    }
  };

  const known = new WeakMap<Principal, Scoped<G>>();
  const as = (principal: Principal): Scoped<G> => {
    const scope = known.get(principal) ?? scopeOf(principal);
    known.set(principal, scope);
    return scope;
  };
  const scopeOf = (principal: Principal): Scoped<G> => {
    const repositories = principal.owner === undefined ? store : store.ownedBy(principal.owner);
    const ownAudit = audit.of(principal);
    let operations: Operations | undefined;
    const warm: Operations['warm'] = (label, options) =>
      warmNodes(ground.graph, as(principal) as unknown as Scoped<Graph>, label, options);
    return {
      principal,
      repo: repositories.repo,
      transaction: repositories.transaction,
      cached: (definition) =>
        cachedReads(cachedGround, repositories, principal, definition as never) as never,
      model: (model) => cachedModel(cachedGround, principal, model),
      endTags: async (tags) => void (await caches.deleteTags([...tags])),
      afterCommit: (work) => store.afterCommit(logged(work)),
      query: principal.owner === undefined ? store.query : refuseQuery,
      journal: store.journal,
      get graphCare() {
        if (principal.owner !== undefined) throw refusedCare();
        return store;
      },
      get sql() {
        if (principal.owner !== undefined) throw refusedSql();
        return stores.sql;
      },
      cacheAdmin: principal.owner === undefined ? stores.cacheAdmin : refuseCleaning,
      helpers,
      later: (writes) => services().later(writes),
      service: (service) => services().service(service),
      get jobs() {
        return jobs();
      },
      audit: ownAudit,
      bookmarks: bookmarks(principal.owner),
      get operations() {
        operations ??= operationsOf({ stores, monitor, jobs: jobs(), warm }, principal, ownAudit);
        return operations;
      },
      ...{ config, log, metrics, now, as, asSystem: (reason) => asSystem(reason, principal) },
    };
  };
  const asSystem = (reason: string, by?: Principal): Scoped<G> => {
    log.debug({ reason, by: by?.id }, 'work as the system');
    const details = { reason, ...(by && { by: auditedName(by) }) };
    // In the background: a failure is logged by the audit itself.
    void outside(() =>
      audit
        .of(SYSTEM)
        .record({ action: 'platform.as-system', access: 'write', outcome: 'ok', details })
        .catch(() => {}),
    );
    return as(SYSTEM);
  };
  return { as, asSystem, system: (who) => as({ ...SYSTEM, id: `system:${who}` }) };
};

const SYSTEM: Principal = { id: 'system', scopes: ['*'] };

const refuseQuery: Query = async () => {
  throw new GraphkeepError('forbidden', 'Raw statements know no owner: this principal may not run them.');
};

const refusedCare = (): GraphkeepError =>
  new GraphkeepError('forbidden', "The graph's own state knows no owner: this principal may not look at it.");

const refusedSql = (): GraphkeepError =>
  new GraphkeepError('forbidden', 'Rows know no owner: this principal may not use them.');

const refuseCleaning: Cleaning = {
  plan: async () => refusedCleaning(),
  remove: async () => refusedCleaning(),
};
const refusedCleaning = (): never => {
  throw new GraphkeepError('forbidden', 'The cache is one for all owners: this principal may not clean it.');
};
