import { AsyncLocalStorage } from 'node:async_hooks';
import { limits, newId } from '@graphkeep/contract';
import type { Deadline } from './deadline.ts';

/** What a request has asked of one store so far. */
export interface StoreUsage {
  calls: number;
  ms: number;
}

/** What a request has cost since it came, by `performance.now()`. */
export interface Usage {
  readonly since: number;
  readonly database: StoreUsage;
  readonly cache: StoreUsage;
  /** The age of the oldest value in the answer that was past its life, in ms. */
  staleMs?: number;
}

/** What every piece of work for one request knows of it, without being handed it. */
export interface RequestContext {
  readonly requestId: string;
  readonly traceparent?: string;
  readonly deadline: Deadline;
  /** Counted where a request is answered with its cost. */
  readonly usage?: Usage;
}

const storage = new AsyncLocalStorage<RequestContext>();

export const runInContext = <T>(context: RequestContext, fn: () => T): T => storage.run(context, fn);

export const currentContext = (): RequestContext | undefined => storage.getStore();

export const newUsage = (): Usage => ({
  since: performance.now(),
  database: { calls: 0, ms: 0 },
  cache: { calls: 0, ms: 0 },
});

/** Adds a call of a store to what the present request has used. */
export const countUsage = (store: 'database' | 'cache', ms: number): void => {
  const used = storage.getStore()?.usage?.[store];
  if (!used) return;
  used.calls += 1;
  used.ms += ms;
};

/** Says that the answer to the present request holds a value past its life, and how old it is. */
export const noteStale = (ageMs: number): void => {
  const usage = storage.getStore()?.usage;
  if (usage) usage.staleMs = Math.max(usage.staleMs ?? 0, ageMs);
};

export const newRequestId = (): string => newId('req');

const REQUEST_ID = new RegExp(`^[A-Za-z0-9._:-]{1,${limits.requestIdLength}}$`);

/** The caller's own id, if it is well formed: it goes into logs and headers as it is. */
export const acceptRequestId = (header: unknown): string | undefined =>
  typeof header === 'string' && REQUEST_ID.test(header) ? header : undefined;

const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** A W3C trace context of version 00, else nothing. */
export const parseTraceparent = (header: unknown): string | undefined =>
  typeof header === 'string' && TRACEPARENT.test(header) ? header : undefined;
