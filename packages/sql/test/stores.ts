import { secretOf } from '@graphkeep/core';
import { openSql, type SqlOptions, type SqlStore } from '../src/index.ts';

export interface Tables {
  readings: {
    time: Date;
    service: string;
    cpu: number | null;
    pods: number | null;
    cost: number | null;
    tags: string[] | null;
    details: unknown;
  };
}

export const READINGS = `CREATE TABLE readings (
  time timestamptz NOT NULL, service text NOT NULL, cpu float8, pods bigint, cost numeric, tags text[], details jsonb,
  PRIMARY KEY (service, time)
)`;

/** No breaker and no retries: a test shows what one call does. */
export const plainGuard = {
  timeoutMs: 20_000,
  retry: { attempts: 0, delayMs: 1, factor: 1, maxDelayMs: 1 },
  breaker: { failures: 1_000, rate: 1, windowMs: 1_000, halfOpenAfterMs: 1 },
};

export const open = (url: string, options: Partial<SqlOptions> = {}): SqlStore<Tables> & AsyncDisposable => {
  const store = openSql<Tables>({ url: secretOf(url), guard: plainGuard, ...options });
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
};
