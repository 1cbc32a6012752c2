import { randomUUID } from 'node:crypto';
import { secretOf } from '@graphkeep/core';
import type { ClusterAddress, RedisAddress } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { connectRedis, type RedisConnection } from '../../src/redis/connection.ts';
import type { Schema } from '../../src/types/schema.ts';

const guard = {
  timeoutMs: 5_000,
  retry: { attempts: 0, delayMs: 1, factor: 1, maxDelayMs: 1 },
  breaker: { failures: 10_000, rate: 1, windowMs: 1_000, halfOpenAfterMs: 1 },
};

/** Long enough for a busy machine; tests of faults, which wait for its end, take it short. */
const COMMAND_MS = 2_000;

export const connected = async (url: string, commandMs = COMMAND_MS): Promise<RedisConnection> => {
  const connection = connectRedis({ url: secretOf(url), connectMs: 1_000, commandMs, guard });
  await eventually(() => connection.ping());
  return connection;
};

/** Where nobody answers, without waiting for it. */
export const away = (): RedisConnection =>
  connectRedis({ url: secretOf('redis://127.0.0.1:1'), connectMs: 1_000, commandMs: 500, guard });

interface Place {
  readonly name: string;
  readonly missing: boolean;
  readonly prefix: string;
  connect(): Promise<RedisConnection | undefined>;
}

/** Where the same must hold. */
export const placesOf = (
  redis: RedisAddress | undefined,
  cluster: ClusterAddress | undefined,
): readonly Place[] => [
  { name: 'in the process', missing: false, prefix: 'p:', connect: async () => undefined },
  {
    name: 'on Redis',
    missing: !redis,
    prefix: redis?.prefix ?? '',
    connect: () => connected(redis?.url ?? ''),
  },
  {
    name: 'on a Cluster',
    missing: !cluster,
    prefix: cluster?.prefix ?? '',
    connect: () =>
      connected(`redis+cluster://${cluster?.nodes.map(({ host, port }) => `${host}:${port}`).join()}`),
  },
];

export const ownName = (): string => randomUUID();

/** A schema by a function that throws. */
export const schemaOf = <V>(check: (value: unknown) => V): Schema<V> => ({
  '~standard': {
    validate: (value) => {
      try {
        return { value: check(value) };
      } catch (error) {
        return { issues: [{ message: String(error) }] };
      }
    },
  },
});
