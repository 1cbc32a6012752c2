import type { Clock } from './clock.ts';
import type { RedisSide } from './core.ts';
import type { EpochBook } from './epochs/book.ts';
import { Aftermath } from './failure/aftermath.ts';
import type { BreakerOptions } from './failure/breaker.ts';
import { RedisLink } from './failure/link.ts';
import { replay } from './failure/replay.ts';
import { ReplayQueue } from './failure/replay-queue.ts';
import type { KeySpace } from './keys.ts';
import { LogFollower, type LogOptions } from './log/follower.ts';
import type { RedisConnection } from './redis/connection.ts';
import { Origin } from './store/origin.ts';
import { ask, RedisTier } from './store/redis-tier.ts';

export interface RedisSideOptions extends Pick<LogOptions, 'onKey' | 'onEpoch' | 'onGap' | 'onFollowed'> {
  readonly connection: RedisConnection;
  readonly keys: KeySpace;
  readonly clock: Clock;
  readonly book: EpochBook;
  readonly typeEpochs: ReadonlySet<string>;
  readonly readMs: number;
  readonly writeMs: number;
  readonly silenceMs: number;
  readonly epochLifeMs: number;
  readonly breaker: BreakerOptions;
  readonly maxQueued: number;
}

const HOUSEKEEPING_MS = 500;
const CLOCK_MS = 10_000;
const CLOCK_TRIES = 3;

/** Everything that has to do with Redis, and what keeps it going. */
export const openRedisSide = (options: RedisSideOptions): RedisSide & { stop(): Promise<void> } => {
  const { connection, keys, clock, book } = options;
  const origin = new Origin();
  const queue = new ReplayQueue(options.maxQueued, options.typeEpochs);
  const { readMs, writeMs, epochLifeMs, silenceMs } = options;
  const serverNow = (): number | undefined => clock.server();
  const tier = new RedisTier({ connection, keys, origin, readMs, writeMs, epochLifeMs, serverNow });

  let setAt = Number.NEGATIVE_INFINITY;
  const setClock = async (): Promise<void> => {
    const sentAt = performance.now();
    const time = await tier.time();
    setAt = performance.now();
    clock.follow(time, sentAt, setAt);
  };
  const aftermath = new Aftermath();
  const prepare = async (): Promise<void> => {
    for (let tries = 0; tries === 0 || (tries < CLOCK_TRIES && clock.isRough); tries += 1) await setClock();
    if (link.lostAt !== undefined) for (const change of aftermath.take(link.lostAt)) queue.add(change);
    await replay(queue, tier, book);
  };
  const link: RedisLink = new RedisLink(connection, options.breaker, prepare);

  let busy = false;
  const keepHouse = async (): Promise<void> => {
    if (busy || !link.ready) return;
    busy = true;
    try {
      if (queue.size > 0) await ask(link, () => replay(queue, tier, book));
      if (clock.isRough || performance.now() - setAt > CLOCK_MS) await ask(link, setClock);
    } finally {
      busy = false;
    }
  };
  const housekeeping = setInterval(() => void keepHouse(), HOUSEKEEPING_MS);
  housekeeping.unref();

  const { onKey, onEpoch, onGap, onFollowed } = options;
  const log = new LogFollower({
    ...{ connection, origin, silenceMs, serverNow, onKey, onEpoch, onGap, onFollowed },
    key: keys.log,
  });

  return {
    ...{ tier, link, queue, aftermath, origin, log },
    async stop() {
      clearInterval(housekeeping);
      if (link.ready && queue.size > 0) await ask(link, () => replay(queue, tier, book));
      link.stop();
      log.stop();
      tier.stop();
    },
  };
};
