import type { Core } from './core.ts';
import { encodeLives } from './envelope/lives.ts';
import type { Kind } from './kind.ts';
import { checkAtOf } from './l1/entry.ts';
import { renewalAt, ttlNow } from './lives.ts';
import { lifeOf } from './loading/fill.ts';
import { ask } from './store/redis-tier.ts';
import { traced } from './tracing.ts';

/** A hit on a value whose life is renewed by use. Nobody waits for it. */
export const renewIfDue = <V, I>(
  core: Core,
  kind: Kind<V, I>,
  key: string,
  { softAt }: { readonly softAt: number },
): void => {
  if (kind.policy.sliding && core.clock.local() >= renewalAt(kind.policy, softAt))
    void renewLife(core, kind, key);
};

/** Whether there was a value to renew. */
export const renewLife = async <V, I>(core: Core, kind: Kind<V, I>, key: string): Promise<boolean> => {
  const { redis, clock } = core;
  const { policy } = kind;
  const softAt = clock.local() + ttlNow(policy);
  const staleUntil = softAt + Math.max(policy.graceMs, policy.staleMs);
  const held = core.memory.find(key);
  if (held !== undefined && held.verdict !== 'stale') {
    const { entry } = held;
    entry.softAt = softAt;
    entry.staleUntil = staleUntil;
    entry.renewAt = renewalAt(policy, softAt);
    entry.checkAt = checkAtOf(entry);
  }
  if (redis === undefined) return held !== undefined && held.verdict !== 'stale';
  if (redis.queue.covers(key, kind.epoch.key)) return false;
  const ahead = clock.sharedAhead();
  const lives = { softAt: softAt + ahead, staleUntil: staleUntil + ahead };
  const lifeMs = lifeOf(core, lives.staleUntil, policy.fenceMs);
  const seen = held?.entry.fence ?? '';
  return traced(
    () => ({ name: 'cache.write', operation: 'touch', tier: 'redis', type: kind.name }),
    async () => {
      const renew = () => redis.tier.renew(key, seen, encodeLives(lives), lifeMs, clock.shared());
      return (await ask(redis.link, renew)) ?? false;
    },
    (renewed) => (renewed ? 'renewed' : 'unchanged'),
  );
};
