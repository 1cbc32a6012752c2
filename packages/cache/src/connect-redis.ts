import { createGuard, GraphkeepError, type GuardOptions, type Secret } from '@graphkeep/core';
import { Redis, type RedisOptions } from 'ioredis';

export interface RedisConnectionOptions {
  /** Read anew at each reconnection, so that a password may change while the server runs. */
  readonly url: Secret;
  readonly connectMs: number;
  readonly commandMs: number;
  readonly guard: GuardOptions;
}

export interface RedisConnection {
  ping(): Promise<void>;
  close(): Promise<void>;
}

const MAX_RECONNECT_MS = 2_000;

/**
 * Connects in the background: an absent Redis is a failing ping, not a failing start.
 *
 * ioredis would by itself queue commands while it is away and send those again whose answer was lost, which applies them
 * twice or after their time-out: all of that is off, and a command is repeated by the guard alone.
 */
export const connectRedis = (options: RedisConnectionOptions): RedisConnection => {
  const redis = new Redis({
    ...credentials(options.url),
    lazyConnect: false,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    connectTimeout: options.connectMs,
    socketTimeout: Math.max(options.commandMs, options.connectMs),
    commandTimeout: options.commandMs,
    retryStrategy: (attempt: number) => {
      Object.assign(redis.options, credentials(options.url));
      return Math.random() * Math.min(MAX_RECONNECT_MS, 50 * 2 ** attempt);
    },
  });
  // Every failed command says it too; without a listener ioredis would print it.
  redis.on('error', () => {});
  const guard = createGuard('cache', options.guard);
  return {
    ping: () => guard.run(() => redis.ping().then(() => undefined, away), { idempotent: true }),
    close: async () => redis.disconnect(),
  };
};

const away = (cause: unknown): never => {
  throw new GraphkeepError('unavailable', 'Redis does not answer.', { cause });
};

type Credentials = Pick<RedisOptions, 'host' | 'port' | 'db' | 'username' | 'password' | 'tls'>;

const credentials = (secret: Secret): Credentials => {
  const url = new URL(secret.reveal());
  const database = Number(url.pathname.slice(1) || 0);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1',
    port: Number(url.port || 6379),
    db: database,
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(url.password && { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' && { tls: { servername: url.hostname } }),
  };
};
