import { once } from 'node:events';
import { createGuard, GraphkeepError, type GuardedCall, type GuardOptions } from '@graphkeep/core';
import { Cluster, type Redis } from 'ioredis';
import { type AddressOptions, addressReader, type CurrentAddress } from './address.ts';
import { clusterClient } from './cluster-client.ts';
import { connectionState } from './connection-state.ts';
import { errorOfEffect, redisError } from './errors.ts';
import { blockingLimits, reconnectDelay, type TimeLimits } from './safe-settings.ts';
import { serverClient } from './server-client.ts';

export interface RedisConnectionOptions extends AddressOptions, TimeLimits {
  readonly guard: GuardOptions;
}

export type RedisClient = Redis | Cluster;

export interface RedisConnection {
  /** Bare: no guard, and the errors of ioredis. A command is sent once or not at all. */
  readonly client: RedisClient;
  readonly topology: 'single' | 'sentinel' | 'cluster';
  /** Whether every key can be had: of a Cluster, that each slot has a primary. */
  readonly connected: boolean;
  /** Called after each (re)connection, when commands are taken. */
  onConnect(listener: () => void): () => void;
  onDisconnect(listener: () => void): () => void;
  /** A connection of its own, for blocking reads of up to MAX_BLOCK_MS; closed with this one. */
  dedicated(): RedisClient;
  /** A connection of its own to one server, in a Cluster to any of its nodes, since messages are published to all. */
  subscriber(): Redis;
  /**
   * Runs commands under the guard and with its errors. Where the answer to a call that is not idempotent was lost, the
   * error is `uncertain` or `timeout`.
   */
  run<T>(work: (client: RedisClient) => Promise<T>, call?: GuardedCall): Promise<T>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Connects in the background: an absent Redis is a failing ping, not a failing start. */
export const connectRedis = (options: RedisConnectionOptions): RedisConnection => {
  const read = addressReader(options);
  const { topology } = read();
  const guard = createGuard('cache', options.guard);
  const clients = new Set<RedisClient>();

  const newClient = (limits: TimeLimits): RedisClient =>
    kept(topology === 'cluster' ? clusterClient(read, limits) : serverClient(read, limits), clients);

  const client = newClient(options);
  const state = connectionState(client);
  let whyAway: Error | undefined;
  client.on('error', (error: Error) => {
    whyAway = error;
  });
  client.on('ready', () => {
    whyAway = undefined;
  });

  const run: RedisConnection['run'] = async (work, call = {}) => {
    const idempotent = call.idempotent === true;
    const attempt = async () => {
      try {
        return await work(client);
      } catch (error) {
        throw redisError(error, idempotent, whyAway);
      }
    };
    try {
      return await guard.run(attempt, call);
    } catch (error) {
      throw idempotent ? error : errorOfEffect(error);
    }
  };

  return {
    client,
    topology,
    get connected() {
      return state.connected;
    },
    onConnect: state.onConnect,
    onDisconnect: state.onDisconnect,
    dedicated: () => newClient(blockingLimits(options)),
    subscriber: () =>
      kept(serverClient(client instanceof Cluster ? anyNode(read, client) : read, options), clients),
    run,
    ping: () => run(pingAll, { idempotent: true }),
    close: async () => void (await Promise.all([...clients].map(ended))),
  };
};

const pingAll = async (client: RedisClient): Promise<void> => {
  const servers = client instanceof Cluster ? client.nodes('master') : [client];
  if (servers.length === 0) throw new GraphkeepError('unavailable', 'Redis does not answer.');
  await Promise.all(servers.map((server) => server.ping()));
};

/** Another node at each reconnection, since the last one may be gone for good. */
const anyNode = (read: () => CurrentAddress, cluster: Cluster) => (): CurrentAddress => {
  const address = read();
  const nodes = cluster.nodes().filter((node) => node.status === 'ready');
  const { host, port } = nodes[Math.floor(Math.random() * nodes.length)]?.options ?? {};
  return host === undefined || port === undefined ? address : { ...address, nodes: [{ host, port }] };
};

/** Keeps a client connected until somebody disconnects it. */
const kept = <C extends RedisClient>(client: C, clients: Set<RedisClient>): C => {
  clients.add(client);
  // Every failed command says it too; without a listener ioredis would print it.
  client.on('error', () => {});
  const disconnect = client.disconnect.bind(client);
  client.disconnect = (reconnect = false) => {
    if (!reconnect) clients.delete(client);
    disconnect(reconnect);
  };
  // ioredis gives up for good when a failover is told while it asks the Sentinels for the primary.
  client.on('end', () => {
    if (!clients.has(client)) return;
    setTimeout(() => {
      if (clients.has(client)) client.connect().catch(() => {});
    }, reconnectDelay(1));
  });
  return client;
};

const CLOSE_MS = 1_000;

/** A client between two tries says nothing at its end, nor does one whose server is frozen for a while. */
const ended = async (client: RedisClient): Promise<void> => {
  const says = client.status !== 'end' && client.status !== 'reconnecting';
  client.disconnect();
  if (says) await once(client, 'end', { signal: AbortSignal.timeout(CLOSE_MS) }).catch(() => {});
};
