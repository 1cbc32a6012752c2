import { isGraphkeepError } from '@graphkeep/core';
import { LRUCache } from 'lru-cache';
import type { ApiKeyRecord } from './api-key-node.ts';

const MAX_KNOWN = 10_000;
/** A revoke elsewhere holds after this. */
const FRESH_MS = 5_000;
/** While the graph is away, what was known last holds for so long. */
const LAST_KNOWN_MS = 600_000;

type Lookup = () => Promise<ApiKeyRecord | undefined>;

interface Known {
  readonly record: ApiKeyRecord | undefined;
  /** When the graph said so. */
  readonly knownAt: number;
  readonly askedAt: number;
}

export interface KnownKeys {
  /** The record under a digest: one that is at most five seconds old, unless the graph is away. */
  find(digest: string, lookup: Lookup): Promise<ApiKeyRecord | undefined>;
  /** Forgets all, also what is being looked up now. */
  forget(): void;
}

/** Spares the graph one read for every request. */
export const openKnownKeys = (now: () => Date): KnownKeys => {
  const known = new LRUCache<string, Known>({ max: MAX_KNOWN });
  const flights = new Map<string, { readonly flight: object; readonly answer: ReturnType<Lookup> }>();

  const load = async (digest: string, lookup: Lookup, flight: object) => {
    const at = now().getTime();
    try {
      const record = await lookup();
      if (flights.get(digest)?.flight === flight) known.set(digest, { record, knownAt: at, askedAt: at });
      return record;
    } catch (error) {
      const last = known.get(digest);
      const isAway = isGraphkeepError(error) && (error.retryable || error.code === 'timeout');
      if (!(isAway && last?.record && at - last.knownAt < LAST_KNOWN_MS)) throw error;
      known.set(digest, { ...last, askedAt: at });
      return last.record;
    } finally {
      if (flights.get(digest)?.flight === flight) flights.delete(digest);
    }
  };
  const begin = (digest: string, lookup: Lookup): ReturnType<Lookup> => {
    const flight = {};
    const answer = load(digest, lookup, flight);
    flights.set(digest, { flight, answer });
    return answer;
  };

  return {
    find: async (digest, lookup) => {
      const entry = known.get(digest);
      if (entry && now().getTime() - entry.askedAt < FRESH_MS) return entry.record;
      return flights.get(digest)?.answer ?? begin(digest, lookup);
    },
    forget: () => {
      known.clear();
      flights.clear();
    },
  };
};
