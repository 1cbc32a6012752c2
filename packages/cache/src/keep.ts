import type { Core } from './core.ts';
import type { EpochMarks } from './epochs/epoch.ts';
import type { Kind } from './kind.ts';
import { deepFreeze } from './l1/deep-freeze.ts';
import { refreshAt, renewalAt } from './lives.ts';

export interface ToKeep<V> {
  readonly value: V | null;
  readonly fence: string;
  readonly marks: EpochMarks;
  readonly createdAt: number;
  readonly softAt: number;
  readonly staleUntil: number;
  /** When it was true for sure: when Redis answered, or the load began. Local, like the others. */
  readonly readAt: number;
  readonly bytes: number;
}

/** Holds a value in the process. */
export const keep = <V, I>(core: Core, { policy }: Kind<V, I>, key: string, kept: ToKeep<V>): void => {
  if (policy.memoryMs === 0) return;
  const { value, fence, marks, createdAt, softAt, staleUntil, readAt, bytes } = kept;
  const { memory, redis } = core;
  if (core.freeze) deepFreeze(value);
  const ageMs = memory.followed ? policy.memoryMs : Math.min(policy.memoryMs, core.silenceMs);
  const entry = {
    ...{ value, fence, marks, createdAt, softAt, staleUntil },
    ageAt: redis === undefined ? Number.POSITIVE_INFINITY : readAt + ageMs,
    refreshAt: refreshAt(policy, softAt),
    renewAt: renewalAt(policy, softAt),
    onItsOwn: !memory.followed,
  };
  memory.put(key, entry, bytes);
};
