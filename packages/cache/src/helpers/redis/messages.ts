import { GraphkeepError } from '@graphkeep/core';
import type { Redis } from 'ioredis';
import type { RedisConnection } from '../../redis/connection.ts';
import type { Listener, Messages } from '../store.ts';

/** A silent connection looks like one on which nothing is published. */
const HEARTBEAT_MS = 1_000;
const LISTEN_MS = 2_000;

interface Channel {
  readonly listeners: Set<Listener>;
  subscribed: PromiseWithResolvers<void>;
}

/** One connection for all channels of a process, on which they are subscribed anew whenever it was away. */
export const redisMessages = (connection: RedisConnection): Messages & { close(): void } => {
  const channels = new Map<string, Channel>();
  let subscriber: Redis | undefined;
  let heartbeat: NodeJS.Timeout | undefined;

  const subscribe = async (redis: Redis, name: string, channel: Channel): Promise<void> => {
    try {
      await redis.subscribe(name);
      channel.subscribed.resolve();
    } catch {
      // Neither this channel nor any other is sure: begin again.
      redis.disconnect(true);
    }
  };

  const open = (): Redis => {
    const redis = connection.subscriber();
    let connections = 0;
    const begin = async (name: string, channel: Channel, hadBefore: boolean): Promise<void> => {
      await subscribe(redis, name, channel);
      if (hadBefore) for (const listener of [...channel.listeners]) listener.gap();
    };
    redis.on('ready', () => {
      connections += 1;
      for (const [name, channel] of channels) void begin(name, channel, connections > 1);
    });
    redis.on('message', (name: string, text: string) => {
      for (const listener of [...(channels.get(name)?.listeners ?? [])]) listener.message(text);
    });
    heartbeat = setInterval(() => {
      if (redis.status === 'ready') redis.ping().catch(() => redis.disconnect(true));
    }, HEARTBEAT_MS);
    heartbeat.unref();
    return redis;
  };

  const close = (): void => {
    clearInterval(heartbeat);
    subscriber?.disconnect();
    subscriber = undefined;
  };

  const forget = (name: string, channel: Channel, listener: Listener): void => {
    channel.listeners.delete(listener);
    if (channel.listeners.size > 0 || channels.get(name) !== channel) return;
    channels.delete(name);
    if (channels.size === 0) close();
    else subscriber?.unsubscribe(name).catch(() => {});
  };

  return {
    publish: (name, text) => connection.run(async (client) => void (await client.publish(name, text))),
    async listen(name, listener) {
      subscriber ??= open();
      let channel = channels.get(name);
      if (channel === undefined) {
        channel = { listeners: new Set(), subscribed: Promise.withResolvers() };
        channels.set(name, channel);
        if (subscriber.status === 'ready') void subscribe(subscriber, name, channel);
      }
      const own: Listener = { message: (text) => listener.message(text), gap: () => listener.gap() };
      channel.listeners.add(own);
      const known = channel;
      try {
        await inTime(known.subscribed.promise);
      } catch (error) {
        forget(name, known, own);
        throw error;
      }
      return () => forget(name, known, own);
    },
    close,
  };
};

const inTime = async (subscribed: Promise<void>): Promise<void> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new GraphkeepError('unavailable', 'Redis does not answer.')),
    LISTEN_MS,
  );
  try {
    await Promise.race([subscribed, late]);
  } finally {
    clearTimeout(timer);
  }
};
