import type { Helpers } from '@graphkeep/cache';
import type { Cleaning } from '@graphkeep/cache/admin';
import type { Config, Logger, Metrics } from '@graphkeep/core';
import type { GraphStore, Journal, Query, Repositories } from '@graphkeep/graph';
import type { EntityOf, Graph, KeyOf, LabelOf, ReadModel, ReadModelOf } from '@graphkeep/models';
import type { SqlStore } from '@graphkeep/sql';
import type { Audit } from './audit/audit.ts';
import type { Bookmarks } from './bookmarks.ts';
import type { Jobs } from './job.ts';
import type { Later, LaterWrites } from './later.ts';
import type { Operations } from './operations.ts';
import type { Principal } from './principal.ts';
import type { Service } from './service.ts';

/** Nodes by their keys, by way of the cache and by the policy of their definition. */
export interface CachedReads<G extends Graph, L extends LabelOf<G>> {
  get(key: KeyOf<G[L]>): Promise<EntityOf<G[L]>>;
  /** In the order of the keys; null where there is none for this principal. */
  getMany(keys: readonly KeyOf<G[L]>[]): Promise<readonly (EntityOf<G[L]> | null)[]>;
}

/** A value from the cache, and how old it is. */
export interface Aged<T> {
  readonly value: T;
  readonly ageMs: number;
  /** True where the graph could not be asked, and this is the last that is known. */
  readonly stale: boolean;
}

/** One read model, by way of the cache. */
export interface CachedModel<M extends ReadModel> {
  /** From the cache, else loaded and kept. A loader that answers null means that there is none: `not_found`. */
  get(id: string, load: () => Promise<ReadModelOf<M> | null>): Promise<ReadModelOf<M>>;
  getAged(id: string, load: () => Promise<ReadModelOf<M> | null>): Promise<Aged<ReadModelOf<M>>>;
  /** Renews the life of what is kept under a sliding policy. */
  touch(id: string): Promise<boolean>;
}

/** The stores, as one principal may use them. */
export interface Scoped<G extends Graph> extends Repositories<G> {
  readonly principal: Principal;
  cached<N extends G[LabelOf<G>]>(definition: N): CachedReads<G, N['label'] & LabelOf<G>>;
  model<M extends ReadModel>(model: M): CachedModel<M>;
  /** Ends all that is cached under these tags, everywhere: for what is made of other things than nodes, which end by themselves. */
  endTags(tags: readonly string[]): Promise<void>;
  /**
   * Runs after the transaction around it has committed, or at once where there is none. It is not told of a rollback, and a
   * crash may swallow it: what must happen follows from the journal. Its errors are logged, since the change is kept.
   */
  afterCommit(work: () => void | Promise<void>): Promise<void>;
  /** Raw statements: they know no owner, so they are refused to a principal that has one. */
  readonly query: Query;
  readonly journal: Journal;
  /** What the graph's statements cost, and whether its constraints stand. It knows no owner: refused to a principal that has one. */
  readonly graphCare: Pick<GraphStore<G>, 'engine' | 'insight' | 'schema'>;
  /** Rows and time series. They know no owner: refused to a principal that has one. Opened at first use. */
  readonly sql: SqlStore<unknown>;
  /** Takes cached values away, by a plan and its confirmation. It knows no owner: it is refused to a principal that has one. */
  readonly cacheAdmin: Cleaning;
  /** What processes share through Redis, or one process has for itself. They know no owner: put it into the name. */
  readonly helpers: Helpers;
  /** A queue of writes that may come later. It is drained when the platform is closed. */
  later<V>(writes: LaterWrites<G, V>): Later<V>;
  service<T>(service: Service<G, T>): T;
  readonly jobs: Jobs;
  readonly operations: Operations;
  readonly audit: Audit;
  /** By which a client reads on another server what it wrote on this one. */
  readonly bookmarks: Bookmarks;
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly now: () => Date;
  /** The same platform for another principal: for work that a service does on someone's behalf. */
  as(principal: Principal): Scoped<G>;
  /** The platform as the system, which sees all. The reason is audited. */
  asSystem(reason: string): Scoped<G>;
}
