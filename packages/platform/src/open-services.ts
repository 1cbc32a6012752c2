import { AsyncLocalStorage } from 'node:async_hooks';
import { openWriteBehind, type RedisConnection, type WriteBehind } from '@graphkeep/cache';
import type { Logger } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import type { Later, LaterWrites } from './later.ts';
import type { Scoped } from './scoped.ts';
import type { Service } from './service.ts';

export interface Services<G extends Graph> {
  service<T>(service: Service<G, T>): T;
  later<V>(writes: LaterWrites<G, V>): Later<V>;
  /** Closes services, the last that was opened first, and writes what is queued, for so long at most. */
  close(drainMs: number): Promise<void>;
}

export interface ServicesOptions<G extends Graph> {
  readonly system: (who: string) => Scoped<G>;
  readonly redis: RedisConnection | undefined;
  readonly prefix: string;
  readonly log: Logger;
}

/** What is opened at its first use, and stays open: outside of the request that came first. */
export const openServices = <G extends Graph>(options: ServicesOptions<G>): Services<G> => {
  const { system, redis, prefix, log } = options;
  const outside = AsyncLocalStorage.snapshot();
  const opened = new Map<unknown, { readonly value: unknown; readonly close: () => Promise<unknown> }>();
  const queues = new Map<unknown, WriteBehind<unknown>>();

  return {
    service: <T>(service: Service<G, T>): T => {
      const known = opened.get(service);
      if (known) return known.value as T;
      const value = outside(() => service.open(system(service.name)));
      opened.set(service, { value, close: async () => service.close?.(value) });
      return value;
    },
    later: <V>(writes: LaterWrites<G, V>): Later<V> => {
      const { name, batchSize, maxBacklog, maxDeliveries } = writes;
      const known = queues.get(writes);
      if (known) return known as WriteBehind<V>;
      const queue = outside(() =>
        openWriteBehind<V>(redis, {
          ...{ prefix, name },
          ...(batchSize !== undefined && { batchSize }),
          ...(maxBacklog !== undefined && { maxBacklog }),
          ...(maxDeliveries !== undefined && { maxDeliveries }),
          write: (items, signal) => writes.write(system(name), items, signal),
          onError: (error) => log.warn({ err: error, queue: name }, `${name} could not write a batch`),
        }),
      );
      queues.set(writes, queue as WriteBehind<unknown>);
      return queue;
    },
    close: async (drainMs) => {
      for (const { close } of [...opened.values()].reverse())
        await close().catch((error: unknown) => log.error({ err: error }, 'a service could not be closed'));
      opened.clear();
      for (const [, queue] of queues) {
        const { left } = await queue.close({ drainMs });
        if (left !== undefined && left > 0) log.warn({ left }, 'writes are left to other processes');
      }
      queues.clear();
    },
  };
};
