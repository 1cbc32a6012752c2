import type { Lives } from './envelope/lives.ts';
import type { Policy } from './types/policy.ts';

/** When a value that was made at `createdAt` ends. `null` stands for what is known not to exist. */
export const livesOf = <V>(
  policy: Policy<V>,
  value: V | null,
  createdAt: number,
  lastUse = createdAt,
): Lives => {
  const ttlMs = value === null ? policy.negativeMs : ttlOf(policy, value, lastUse);
  const softAt = lastUse + ttlMs * (1 - policy.jitter * Math.random());
  return { softAt, staleUntil: value === null ? softAt : softAt + Math.max(policy.graceMs, policy.staleMs) };
};

const ttlOf = <V>({ ttlMs, activity }: Policy<V>, value: V, now: number): number => {
  if (activity === undefined) return ttlMs;
  const idleMs = now - Number(activity.lastActive(value));
  return activity.steps.find(({ withinMs }) => idleMs <= withinMs)?.ttlMs ?? activity.otherwiseMs;
};

/** How long a value lives from a use of it that is now. */
export const ttlNow = <V>({ ttlMs, activity, jitter }: Policy<V>): number =>
  (activity === undefined ? ttlMs : (activity.steps[0]?.ttlMs ?? activity.otherwiseMs)) *
  (1 - jitter * Math.random());

/** A life renewed by use is written again when a tenth of it is over, not at each hit. */
const RENEW_SHARE = 0.1;

export const renewalAt = <V>({ sliding, ttlMs, jitter }: Policy<V>, softAt: number): number =>
  sliding ? softAt - ttlMs * (1 - jitter) * (1 - RENEW_SHARE) : Number.POSITIVE_INFINITY;

export const refreshAt = <V>({ refreshAhead, ttlMs }: Policy<V>, softAt: number): number =>
  refreshAhead === undefined ? Number.POSITIVE_INFINITY : softAt - ttlMs * (1 - refreshAhead);
