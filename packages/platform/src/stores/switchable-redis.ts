import type { RedisConnection } from '@graphkeep/cache';

/** A connection that can be held off by hand: the cache takes it as lost, and does without. */
export interface SwitchableRedis extends RedisConnection {
  readonly held: boolean;
  hold(): void;
  release(): void;
  /** Drops the connections; they are made anew at once. */
  reconnect(): void;
}

type Listener = () => void;

export const switchable = (connection: RedisConnection): SwitchableRedis => {
  const [connecting, disconnecting] = [new Set<Listener>(), new Set<Listener>()];
  let held = false;
  connection.onConnect(() => {
    if (!held) for (const tell of connecting) tell();
  });
  connection.onDisconnect(() => {
    if (!held) for (const tell of disconnecting) tell();
  });
  const added = (listeners: Set<Listener>, listener: Listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const { client, topology, dedicated, subscriber, run, ping, close } = connection;
  return {
    ...{ client, topology, dedicated, subscriber, run, ping, close },
    get connected() {
      return !held && connection.connected;
    },
    onConnect: (listener) => added(connecting, listener),
    onDisconnect: (listener) => added(disconnecting, listener),
    get held() {
      return held;
    },
    hold: () => {
      if (held) return;
      held = true;
      for (const tell of disconnecting) tell();
    },
    release: () => {
      if (!held) return;
      held = false;
      if (connection.connected) for (const tell of connecting) tell();
    },
    reconnect: () => client.disconnect(true),
  };
};
