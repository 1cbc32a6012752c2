import type { ActivityPolicy } from './activity.ts';
import type { Duration } from './duration.ts';
import type { Schema } from './schema.ts';
import type { Size } from './size.ts';

/** Writes a type's values in a form of its own. Compression and checks are done around it. */
export interface Codec<V> {
  encode(value: V): Uint8Array | string;
  decode(data: Buffer): V;
}

export interface CacheTypeOptions<V, I> {
  /** How long a value is fresh. */
  readonly ttl: Duration;
  /**
   * `fixed`: counted from the write. `sliding`: renewed by use. By activity: see `byActivity`.
   * @default 'fixed'
   */
  readonly policy?: 'fixed' | 'sliding' | ActivityPolicy<V>;
  /** How long after its ttl a value may still be served when loading anew fails or is slow. @default 0 */
  readonly grace?: Duration;
  /** How long after its ttl a value is served at once while it is loaded anew in the background. @default 0 */
  readonly staleWhileRevalidate?: Duration;
  /** Lives are shorter by chance by up to this share, so that what was written together does not end together. @default 0.1 */
  readonly jitter?: number;
  /** How long it is remembered that a loader answered `null`. @default not at all */
  readonly negative?: Duration;
  /** The share of the ttl after which a hit loads the value anew in the background. @default none */
  readonly refreshAhead?: number;
  /** How long a load is waited for when a value in its grace can be served instead. @default as long as it takes */
  readonly softTimeout?: Duration;
  /** How long a load may take. @default '10s' */
  readonly hardTimeout?: Duration;
  /** After a load failed, how long a value in its grace is served without trying again. @default '5s' */
  readonly retryAfter?: Duration;
  /** One process loads, the others wait for its value, at most so long (`true`: 1 s). @default false */
  readonly lease?: boolean | Duration;
  /** Changes with the shape of the values: those of another version are not found. @default 1 */
  readonly version?: number;
  /** How long a value is kept in the process without asking Redis; `false`: never. @default '60s' */
  readonly memory?: Duration | false;
  /** Values from this size on are compressed where it saves at least 15 %; `false`: never. @default '1kb' */
  readonly compress?: Size | false;
  /** A larger value is refused, since encoding it would hold up all other work. @default '2mb' */
  readonly maxBytes?: Size;
  /** @default JSON, which keeps Date, BigInt, Map, Set and bytes too */
  readonly codec?: Codec<V>;
  /** Values read from Redis that do not fit are not found. Anything with Standard Schema, such as zod. */
  readonly schema?: Schema<V>;
  /** What an entry depends on besides its own key. */
  readonly tags?: (value: V, id: I) => readonly string[];
  /** Needed where an id is no string. */
  readonly id?: (id: I) => string;
}
