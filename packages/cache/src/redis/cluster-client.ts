import { Cluster, type Redis } from 'ioredis';
import type { CurrentAddress } from './address.ts';
import { reconnectDelay, safeSettings, type TimeLimits } from './safe-settings.ts';

const REFRESH_MS = 250;

export const clusterClient = (read: () => CurrentAddress, limits: TimeLimits): Cluster => {
  const address = read();
  const cluster = new Cluster(
    address.nodes.map((node) => ({ ...node })),
    {
      enableOfflineQueue: false,
      // It would send commands again whose answer was lost.
      retryDelayOnFailover: 0,
      slotsRefreshTimeout: limits.connectMs,
      clusterRetryStrategy: reconnectDelay,
      // A certificate is held against the name that the cluster gives, so that names must not become numbers.
      ...(address.tls && { dnsLookup: (host, found) => found(null, host) }),
      redisOptions: {
        ...safeSettings(limits),
        reconnectOnError: null,
        username: address.username,
        password: address.password,
        tls: address.tlsFor(),
      },
    },
  );
  const freshLogin = (node: Redis): void => {
    const { username, password, tlsFor } = read();
    Object.assign(node.options, { username, password, tls: tlsFor(node.options.host) });
  };
  // A node that waits for its first command would queue it beyond its time-out; and after a failover all first
  // commands but one would fail while it connects.
  cluster.on('+node', (node: Redis) => {
    freshLogin(node);
    node.connect().catch(() => {});
  });
  let refresh: NodeJS.Timeout | undefined;
  cluster.on('-node', () => {
    refresh ??= setTimeout(
      () => {
        refresh = undefined;
        if (cluster.status !== 'ready') return;
        cluster.nodes().forEach(freshLogin);
        cluster.refreshSlotsCache();
      },
      REFRESH_MS * (1 + Math.random()),
    );
    refresh.unref();
  });
  return cluster;
};

/** Whether every slot has a primary that takes commands. */
export const isWhole = (cluster: Cluster): boolean => {
  if (cluster.status !== 'ready') return false;
  const ready = new Set(
    cluster
      .nodes('master')
      .filter((node) => node.status === 'ready')
      .map((node) => `${node.options.host}:${node.options.port}`),
  );
  return (
    cluster.slots.length > 0 &&
    cluster.slots.every(([primary]) => primary !== undefined && ready.has(primary))
  );
};
