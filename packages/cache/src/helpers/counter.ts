import { wholeNumber } from './names.ts';
import type { Store } from './store.ts';

export interface Counter {
  /** Answers the sum. */
  add(by?: number): Promise<number>;
  value(): Promise<number>;
  reset(): Promise<void>;
}

export interface CounterOptions {
  /**
   * So long after its first count it begins anew.
   * @default never
   */
  readonly ttlMs?: number;
}

export const createCounter = ({ texts }: Store, key: string, { ttlMs }: CounterOptions): Counter => ({
  add: async (by = 1) => (await texts.add(key, wholeNumber(by, 'by'), ttlMs)).value,
  value: async () => (await texts.count(key)).value,
  reset: async () => void (await texts.remove(key)),
});
