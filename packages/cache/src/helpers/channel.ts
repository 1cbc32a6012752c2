import type { Codec } from './codec.ts';
import type { Store } from './store.ts';

export interface ChannelListener<V> {
  message(value: V): void;
  /** The connection was away: what was published meanwhile did not come, and what follows from it must be read anew. */
  gap?(): void;
  /**
   * A message of another shape came, or `message` threw.
   * @default it is left out
   */
  error?(error: unknown): void;
}

/** To all who listen now. What must not be missed belongs in a stream. On a Cluster one message may overtake another. */
export interface ChannelOf<V> {
  publish(value: V): Promise<void>;
  /** Resolves when messages come; what it answers ends it. */
  listen(listener: ChannelListener<V>): Promise<() => void>;
}

export const createChannel = <V>({ messages }: Store, key: string, codec: Codec<V>): ChannelOf<V> => ({
  publish: (value) => messages.publish(key, codec.encode(value)),
  listen: (listener) => {
    const guarded = (work: () => void): void => {
      try {
        work();
      } catch (error) {
        listener.error?.(error);
      }
    };
    return messages.listen(key, {
      message: (text) => guarded(() => listener.message(codec.decode(text))),
      gap: () => guarded(() => listener.gap?.()),
    });
  },
});
