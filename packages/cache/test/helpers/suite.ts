import { randomUUID } from 'node:crypto';
import { secretOf } from '@graphkeep/core';
import { vi } from 'vitest';
import { connectRedis, type RedisConnection } from '../../src/redis/connection.ts';
import type { Schema } from '../../src/types/schema.ts';

const guard = {
  timeoutMs: 5_000,
  retry: { attempts: 0, delayMs: 1, factor: 1, maxDelayMs: 1 },
  breaker: { failures: 10_000, rate: 1, windowMs: 1_000, halfOpenAfterMs: 1 },
};

export const connected = async (url: string): Promise<RedisConnection> => {
  const connection = connectRedis({ url: secretOf(url), connectMs: 1_000, commandMs: 500, guard });
  await vi.waitFor(() => connection.ping(), { timeout: 10_000 });
  return connection;
};

/** Where nobody answers, without waiting for it. */
export const away = (): RedisConnection =>
  connectRedis({ url: secretOf('redis://127.0.0.1:1'), connectMs: 1_000, commandMs: 500, guard });

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
