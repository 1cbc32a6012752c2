import { Cluster, type Redis } from 'ioredis';
import { isWhole } from './cluster-client.ts';

/** Tells when a client becomes able to reach every key, and when no longer. */
export const connectionState = (client: Redis | Cluster) => {
  const up = new Set<() => void>();
  const down = new Set<() => void>();
  const look = client instanceof Cluster ? () => isWhole(client) : () => client.status === 'ready';
  let connected = look();

  const update = (): void => {
    const now = look();
    if (now === connected) return;
    connected = now;
    for (const listener of now ? up : down) listener();
  };
  for (const event of ['ready', 'refresh', 'close', 'reconnecting', 'end', '-node']) client.on(event, update);
  client.on('+node', (node: Redis) => {
    for (const event of ['ready', 'close', 'end']) node.on(event, update);
  });

  const subscribe = (listeners: Set<() => void>) => (listener: () => void) => {
    // A wrapper of its own: the same function may be given twice.
    const call = (): void => listener();
    listeners.add(call);
    return () => void listeners.delete(call);
  };
  return {
    get connected() {
      return connected;
    },
    onConnect: subscribe(up),
    onDisconnect: subscribe(down),
  };
};
