import { Redis, type RedisOptions } from 'ioredis';
import type { CurrentAddress } from './address.ts';
import { reconnectDelay, safeSettings, type TimeLimits } from './safe-settings.ts';

/** A client of one server, or of the primary that the Sentinels name. */
export const serverClient = (read: () => CurrentAddress, limits: TimeLimits): Redis => {
  const address = read();
  const options: RedisOptions & { replyMapping: 'legacy' } = {
    ...safeSettings(limits),
    ...(address.sentinel === undefined ? { ...address.nodes[0] } : sentinelSettings(address, limits)),
    ...loginOf(address),
    db: address.database,
    replyMapping: 'legacy',
    retryStrategy: (attempt) => {
      const now = read();
      Object.assign(
        redis.options,
        now.sentinel === undefined ? now.nodes[0] : sentinelLogin(now),
        loginOf(now),
      );
      return reconnectDelay(attempt);
    },
  };
  const redis = new Redis(options);
  return redis;
};

const loginOf = (address: CurrentAddress): RedisOptions => ({
  username: address.username,
  password: address.password,
  // With Sentinels the server's name is learnt only when it is connected to, so that its certificate is held against that.
  tls: address.tlsFor(address.sentinel === undefined ? address.nodes[0].host : undefined),
});

const sentinelSettings = (address: CurrentAddress, { connectMs, commandMs }: TimeLimits): RedisOptions => ({
  sentinels: address.nodes.map((node) => ({ ...node })),
  ...sentinelLogin(address),
  role: 'master',
  // Without it, writes go on to a primary that was frozen and replaced, and are lost when it comes to again.
  failoverDetector: true,
  sentinelRetryStrategy: reconnectDelay,
  sentinelReconnectStrategy: reconnectDelay,
  sentinelCommandTimeout: Math.min(connectMs, commandMs),
  enableTLSForSentinelMode: address.tls,
});

const sentinelLogin = (address: CurrentAddress): RedisOptions => ({
  name: address.sentinel?.name,
  sentinelUsername: address.sentinel?.username,
  sentinelPassword: address.sentinel?.password,
  sentinelTLS: address.tlsFor(),
});
