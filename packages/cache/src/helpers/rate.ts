import { isGraphkeepError } from '@graphkeep/core';
import { memoryStore } from './memory/open.ts';
import { wholeNumber } from './names.ts';
import type { Count, Texts } from './store.ts';

export interface RateOptions {
  readonly limit: number;
  /** A window begins with the first count after the last one ended. */
  readonly windowMs: number;
}

export interface RateResult {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Until the window ends. */
  readonly resetMs: number;
  /** Redis was away, so that this process counted alone: all processes together may have let more through. */
  readonly local: boolean;
}

export interface Rate {
  /** Counts, and says whether it is within the limit. */
  consume(who: string, points?: number): Promise<RateResult>;
  /** Whether one more would be let through. */
  peek(who: string): Promise<RateResult>;
  reset(who: string): Promise<void>;
}

/** Some twenty thousand callers at once; beyond them, the ones that were counted longest ago begin anew. */
const LOCAL_BYTES = 8 * 1024 ** 2;

export const createRate = (shared: Texts, keyFor: (who: string) => string, options: RateOptions): Rate => {
  const limit = wholeNumber(options.limit, 'limit', 1);
  const windowMs = wholeNumber(options.windowMs, 'windowMs', 1);
  const own = memoryStore({ maxBytes: LOCAL_BYTES }).texts;

  const counted = async (count: (texts: Texts) => Promise<Count>): Promise<Count & { local: boolean }> => {
    try {
      return { ...(await count(shared)), local: false };
    } catch (error) {
      if (isGraphkeepError(error) && error.code === 'invalid_input') throw error;
      return { ...(await count(own)), local: true };
    }
  };

  return {
    async consume(who, points = 1) {
      const by = wholeNumber(points, 'points', 1);
      const { value, leftMs = 0, local } = await counted((texts) => texts.add(keyFor(who), by, windowMs));
      return { allowed: value <= limit, remaining: Math.max(0, limit - value), resetMs: leftMs, local };
    },
    async peek(who) {
      const { value, leftMs = 0, local } = await counted((texts) => texts.count(keyFor(who)));
      return { allowed: value < limit, remaining: Math.max(0, limit - value), resetMs: leftMs, local };
    },
    async reset(who) {
      await own.remove(keyFor(who));
      await shared.remove(keyFor(who));
    },
  };
};
