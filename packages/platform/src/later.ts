import type { WriteBehind, WriteBehindOptions, WriteItem } from '@graphkeep/cache';
import type { Graph } from '@graphkeep/models';
import type { Scoped } from './scoped.ts';

/** Writes that may come a moment later, many at once: counters, metrics, signs of life. */
export interface LaterWrites<G extends Graph, V>
  extends Pick<WriteBehindOptions<V>, 'batchSize' | 'maxBacklog' | 'maxDeliveries'> {
  readonly name: string;
  /**
   * Writes a batch. An entry may come more than once, with the same key: at least when a process dies at it. A retryable
   * error is waited for; another one makes a dead letter in the end.
   */
  write(system: Scoped<G>, items: readonly WriteItem<V>[], signal: AbortSignal): Promise<void>;
}

/** A queue of such writes. With Redis it outlives the process. */
export type Later<V> = Pick<WriteBehind<V>, 'push' | 'state' | 'deadLetters'>;

/**
 * @example
 * const touches = defineLater({ name: 'story.touches', write: (system: Scoped<StoryGraph>, items: readonly WriteItem<Touch>[]) => … });
 * await platform.later(touches).push({ sessionId, at: platform.now() });
 */
export const defineLater = <G extends Graph, V>(writes: LaterWrites<G, V>): LaterWrites<G, V> => writes;
