import type { Listener, Messages } from '../store.ts';

export const memoryMessages = (): Messages => {
  const channels = new Map<string, Set<Listener>>();
  return {
    async publish(channel, text) {
      // Later, as from a network: a listener's work is no part of the publisher's.
      setImmediate(() => {
        for (const listener of [...(channels.get(channel) ?? [])]) listener.message(text);
      });
    },
    async listen(channel, listener) {
      const listeners = channels.get(channel) ?? new Set();
      const own: Listener = { message: (text) => listener.message(text), gap: () => listener.gap() };
      channels.set(channel, listeners.add(own));
      return () => {
        listeners.delete(own);
        if (listeners.size === 0 && channels.get(channel) === listeners) channels.delete(channel);
      };
    },
  };
};
