import { noteStale } from '@graphkeep/core';
import type { Core, RedisSide } from './core.ts';
import { judge } from './judge.ts';
import { asValue, type Kind, type Place } from './kind.ts';
import type { Memory } from './l1/memory.ts';
import { answerOf, staleInMemory } from './loading/answers.ts';
import type { Answer } from './loading/flight.ts';
import { getOrLoad, type LoadOptions } from './loading/get-or-load.ts';
import { getOrLoadMany } from './loading/get-or-load-many.ts';
import { hitInMemory } from './loading/hit-in-memory.ts';
import type { LoadContext } from './loading/loader.ts';
import { NOTHING } from './looked.ts';
import { askForEntry, KEYS_AT_ONCE, lookUp, lookUpMany } from './lookup.ts';
import type { TypeCounts } from './metrics/type-counts.ts';
import { prefetch } from './prefetch.ts';
import { isPlain, quickRead } from './quick-read.ts';
import { renewIfDue, renewLife } from './renew.ts';
import { ask } from './store/redis-tier.ts';
import { isTraced } from './tracing.ts';
import type { WriteOutcome } from './writing/outcome.ts';
import { put, putAll, type SetOptions } from './writing/put.ts';
import { type DeleteOptions, removeAll } from './writing/remove.ts';
import { clearType } from './writing/tags.ts';

/** An id made ready once, for a place that is read often: building the key costs more than the hit. */
export class CacheKey<I> implements Place<I> {
  readonly id: I;
  readonly key: string;

  constructor(id: I, key: string) {
    this.id = id;
    this.key = key;
  }
}

export interface GetOptions {
  /** Also answers with what is past its life but within its grace. @default false */
  readonly stale?: boolean;
}

/** A value, and what is known of it. */
export interface CachedEntry<V> {
  readonly value: V | null;
  readonly stale: boolean;
  readonly ageMs: number;
  readonly from: 'memory' | 'redis';
}

type Absent<R> = Extract<R, null | undefined>;
type Maybe<V> = V | null | undefined;

/** The values of one type. An id may be given as it is, or made ready by `key`. */
export class CacheHandle<V, I> {
  readonly #core: Core;
  readonly #kind: Kind<V, I>;
  readonly #memory: Memory;
  readonly #counts: TypeCounts;
  readonly #prefix: string;
  readonly #text: (id: I) => string;
  readonly #isPlain: boolean;

  constructor(core: Core, kind: Kind<V, I>, text: (id: I) => string) {
    this.#core = core;
    this.#kind = kind;
    this.#memory = core.memory;
    this.#counts = kind.counts;
    this.#prefix = kind.keyPrefix;
    this.#text = text;
    this.#isPlain = isPlain(kind);
  }

  key(id: I): CacheKey<I> {
    return new CacheKey(id, this.#prefix + this.#text(id));
  }

  /** `undefined` where it is not cached; `null` where it is known that there is none. */
  async get(id: I | CacheKey<I>, options?: GetOptions): Promise<V | null | undefined> {
    const key = id instanceof CacheKey ? id.key : this.#prefix + this.#text(id);
    const entry = this.#memory.hit(key);
    if (entry === undefined) {
      if (this.#isPlain && options === undefined && !isTraced()) return this.#getPlain(this.#place(id));
      return (await this.getEntry(id, options))?.value;
    }
    this.#counts.hitsMemory += 1;
    return asValue<V | null>(entry.value);
  }

  /** As `getEntry`, with fewer steps. */
  async #getPlain(place: CacheKey<I>): Promise<V | null | undefined> {
    const { redis, clock, recent } = this.#core;
    if (redis === undefined || !redis.link.ready || redis.queue.size > 0)
      return (await this.getEntry(place))?.value;
    const asked = { began: recent.last, at: clock.local(), serverTime: clock.server() };
    const startedAt = performance.now();
    const reply = await askForEntry(redis, place.key);
    if (reply !== undefined) this.#counts.redisTook(performance.now() - startedAt);
    const quick = reply ? quickRead(this.#core, this.#kind, reply) : undefined;
    if (quick !== undefined) {
      this.#counts.hitsRedis += 1;
      return asValue<V>(quick);
    }
    const looked = reply ? await judge(this.#core, this.#kind, place, reply, asked) : NOTHING;
    const answer = looked.found?.fresh === true ? answerOf(looked.found) : undefined;
    this.#count(answer);
    return answer?.value;
  }

  /** What the process holds, without waiting and without asking Redis. */
  peek(id: I | CacheKey<I>): V | null | undefined {
    const key = id instanceof CacheKey ? id.key : this.#prefix + this.#text(id);
    const entry = this.#memory.hit(key);
    if (entry === undefined) return undefined;
    this.#counts.hitsMemory += 1;
    return asValue<V | null>(entry.value);
  }

  async getEntry(
    id: I | CacheKey<I>,
    { stale = false }: GetOptions = {},
  ): Promise<CachedEntry<V> | undefined> {
    const place = this.#place(id);
    const answer = hitInMemory(this.#core, this.#kind, place) ?? (await this.#find(place, stale));
    this.#count(answer);
    return answer === undefined ? undefined : this.#entry(answer);
  }

  /** In the order of the ids. */
  async getMany(ids: readonly (I | CacheKey<I>)[]): Promise<(V | null | undefined)[]> {
    const places = ids.map((id) => this.#place(id));
    const { redis } = this.#core;
    if (this.#isPlain && redis?.link.ready === true && redis.queue.size === 0 && !isTraced())
      return this.#getManyPlain(redis, places);
    const answers = new Map<string, Maybe<V>>();
    const missing = new Map<string, CacheKey<I>>();
    for (const place of places) {
      const entry = this.#memory.hit(place.key) ?? hitInMemory(this.#core, this.#kind, place);
      if (entry === undefined) missing.set(place.key, place);
      else answers.set(place.key, asValue<V | null | undefined>(entry.value));
    }
    this.#counts.hitsMemory += answers.size;
    if (missing.size > 0) await this.#findMany([...missing.values()], answers);
    return places.map(({ key }) => answers.get(key));
  }

  /**
   * The value, loaded where it is not cached: once for all who ask at the same time. A loader that answers `undefined` is not
   * remembered, `null` for the `negative` time of the type.
   */
  async getOrLoad<R extends V | null | undefined>(
    id: I | CacheKey<I>,
    loader: (context: LoadContext) => R | Promise<R>,
    options: LoadOptions = {},
  ): Promise<V | Absent<R>> {
    const place = this.#place(id);
    const entry = this.#memory.hit(place.key);
    if (entry !== undefined) {
      this.#counts.hitsMemory += 1;
      return asValue<V | Absent<R>>(entry.value);
    }
    const load = async (_: unknown, context: LoadContext) => [await loader(context)];
    const loading = getOrLoad<V, I>(this.#core, this.#kind, place, load, options);
    const answer = await loading.catch((error: unknown) => this.#missed(error));
    this.#count(answer);
    return asValue<V | Absent<R>>(answer.value);
  }

  /**
   * The values in the order of the ids; the loader is called once, with the ids that are not cached, and answers in their order
   * or by a map.
   */
  async getOrLoadMany<R extends V | null | undefined>(
    ids: readonly (I | CacheKey<I>)[],
    loader: (
      ids: readonly I[],
      context: LoadContext,
    ) => readonly R[] | ReadonlyMap<I, R> | Promise<readonly R[] | ReadonlyMap<I, R>>,
    options: LoadOptions = {},
  ): Promise<(V | Absent<R> | undefined)[]> {
    const load = async (
      places: readonly Place<I>[],
      context: LoadContext,
    ): Promise<readonly (R | undefined)[]> => {
      const missing = places.map((place) => place.id);
      const loaded = await loader(missing, context);
      return loaded instanceof Map
        ? missing.map((id) => loaded.get(id))
        : listOf(loaded, missing.length, this.#kind.name);
    };
    const places = ids.map((id) => this.#place(id));
    const loading = getOrLoadMany<V, I>(this.#core, this.#kind, places, load, options);
    const answers = await loading.catch((error: unknown) => this.#missed(error));
    return answers.map((answer) => {
      this.#count(answer);
      return asValue<V | Absent<R> | undefined>(answer.value);
    });
  }

  set(id: I | CacheKey<I>, value: V, options: SetOptions = {}): Promise<WriteOutcome> {
    return put(this.#core, this.#kind, { place: this.#place(id), value }, options);
  }

  setMany(entries: Iterable<readonly [I | CacheKey<I>, V]>, options: SetOptions = {}): Promise<WriteOutcome> {
    const items = Array.from(entries, ([id, value]) => ({ place: this.#place(id), value }));
    return putAll(this.#core, this.#kind, items, options);
  }

  /** Renews its life; answers whether there was something to renew. */
  touch(id: I | CacheKey<I>): Promise<boolean> {
    return renewLife(this.#core, this.#kind, this.#place(id).key);
  }

  delete(id: I | CacheKey<I>, options: DeleteOptions = {}): Promise<WriteOutcome> {
    return removeAll(this.#core, this.#kind, [this.#place(id)], options);
  }

  deleteMany(ids: readonly (I | CacheKey<I>)[], options: DeleteOptions = {}): Promise<WriteOutcome> {
    return removeAll(
      this.#core,
      this.#kind,
      ids.map((id) => this.#place(id)),
      options,
    );
  }

  /** Ends all values of the type by one change. What they take in Redis goes with their lives. */
  clear({ bookmark }: DeleteOptions = {}): Promise<WriteOutcome> {
    return clearType(this.#core, this.#kind, bookmark);
  }

  #place(id: I | CacheKey<I>): CacheKey<I> {
    return id instanceof CacheKey ? id : this.key(id);
  }

  async #find(place: Place<I>, stale: boolean): Promise<Answer<V> | undefined> {
    const looked = await lookUp(this.#core, this.#kind, place, this.#core.recent.last);
    const { found = looked.seen === undefined ? staleInMemory<V>(this.#core, place.key) : undefined } =
      looked;
    if (found === undefined || !(found.fresh || stale)) return undefined;
    if (found.fresh) {
      renewIfDue(this.#core, this.#kind, place.key, found);
      prefetch(this.#core, this.#kind, place.id, found.value);
    }
    return answerOf(found);
  }

  async #findMany(places: readonly CacheKey<I>[], answers: Map<string, Maybe<V>>): Promise<void> {
    const looked = await lookUpMany(this.#core, this.#kind, places, this.#core.recent.last);
    for (const [i, place] of places.entries()) {
      const found = looked[i]?.found;
      const answer = found?.fresh === true ? answerOf(found) : undefined;
      this.#count(answer);
      if (found === undefined || answer === undefined) continue;
      renewIfDue(this.#core, this.#kind, place.key, found);
      answers.set(place.key, answer.value);
    }
  }

  /** As `getMany`, with fewer steps. */
  async #getManyPlain(redis: RedisSide, places: readonly CacheKey<I>[]): Promise<(V | null | undefined)[]> {
    const { clock, recent } = this.#core;
    const values: Maybe<V>[] = [];
    for (let from = 0; from < places.length; from += KEYS_AT_ONCE) {
      const some = places.length <= KEYS_AT_ONCE ? places : places.slice(from, from + KEYS_AT_ONCE);
      const asked = { began: recent.last, at: clock.local(), serverTime: clock.server() };
      const startedAt = performance.now();
      const replies = await ask(redis.link, () => redis.tier.readMany(some.map(({ key }) => key)));
      this.#counts.redisTook(performance.now() - startedAt);
      for (let i = 0; i < some.length; i += 1) {
        const reply = replies?.[i];
        const place = some[i];
        let value = reply ? asValue<Maybe<V>>(quickRead(this.#core, this.#kind, reply)) : undefined;
        if (reply && place !== undefined && value === undefined) {
          const { found } = await judge(this.#core, this.#kind, place, reply, asked);
          if (found?.fresh === true) ({ value } = found);
        }
        if (value === undefined) this.#counts.misses += 1;
        else this.#counts.hitsRedis += 1;
        values.push(value);
      }
    }
    return values;
  }

  #count(answer: Answer<V> | undefined): void {
    if (answer === undefined || answer.from === 'load') this.#counts.misses += 1;
    else if (answer.from === 'memory') this.#counts.hitsMemory += 1;
    else this.#counts.hitsRedis += 1;
    if (answer?.stale !== true) return;
    this.#counts.servedStale += 1;
    noteStale(this.#ageOf(answer));
  }

  #missed(error: unknown): never {
    this.#counts.misses += 1;
    throw error;
  }

  #ageOf({ createdAt }: Pick<Answer<V>, 'createdAt'>): number {
    return Math.max(0, this.#core.clock.local() - createdAt);
  }

  #entry({ value = null, stale, createdAt, from }: Answer<V>): CachedEntry<V> {
    return { value, stale, ageMs: this.#ageOf({ createdAt }), from: from === 'memory' ? from : 'redis' };
  }
}

const listOf = <R>(loaded: unknown, length: number, name: string): readonly (R | undefined)[] => {
  if (Array.isArray(loaded) && loaded.length === length) return loaded;
  throw new TypeError(
    `The loader of ${name} was given ${length} ids; it must answer with as many values, or a Map.`,
  );
};
