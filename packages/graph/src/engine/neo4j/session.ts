import { currentContext, GraphkeepError } from '@graphkeep/core';
import neo4j, { type Driver, type Session, type SessionConfig } from 'neo4j-driver';
import { aborted, whenAborted } from '../aborted.ts';
import type { Access, Call, Statement } from '../engine.ts';
import type { Bookmarks } from './bookmarks.ts';
import type { Meaning } from './errors.ts';
import type { Leases } from './leases.ts';

/** What the sessions of one engine have in common. */
export interface Ground {
  readonly driver: Driver;
  readonly database: string | undefined;
  readonly bookmarks: Bookmarks;
  readonly leases: Leases;
  readonly meaning: Meaning;
}

export interface OpenSession {
  readonly session: Session;
  readonly close: () => Promise<void>;
}

export const openSession = (
  { driver, database, bookmarks, leases }: Ground,
  access: Access,
  operation: string,
  principal: string | undefined,
  config: SessionConfig = {},
): OpenSession => {
  const session = driver.session({
    ...config,
    defaultAccessMode: access === 'read' ? neo4j.session.READ : neo4j.session.WRITE,
    bookmarkManager: bookmarks.of(principal),
    ...(database !== undefined && { database }),
  });
  const giveBack = leases.take(operation);
  return {
    session,
    close: async () => {
      await session.close().catch(() => {});
      giveBack();
    },
  };
};

/**
 * Runs work in a session of its own. When the signal aborts the session is closed, which ends its work at the server:
 * the driver knows no signals. What it throws has the meaning of this product's errors.
 */
export const inSession = async <T>(
  ground: Ground,
  access: Access,
  operation: string,
  call: Call,
  work: (session: Session) => Promise<T>,
  statement?: Statement,
): Promise<T> => {
  const { signal } = call;
  if (signal.aborted) throw aborted(signal);
  const { session, close } = openSession(ground, access, operation, call.principal);
  const gone = whenAborted(signal);
  try {
    return await Promise.race([work(session), gone.promise]);
  } catch (error) {
    throw meaningOf(ground, error, call, statement);
  } finally {
    gone.forget();
    const closed = close();
    // A server that says nothing does not answer a close either.
    if (!signal.aborted) await closed;
  }
};

/** Whatever the driver says of work that was aborted: it ended because its caller wanted that. */
export const meaningOf = (
  { meaning, bookmarks }: Ground,
  error: unknown,
  call: Call,
  statement?: Statement,
): unknown => {
  if (call.signal.aborted) return aborted(call.signal);
  const meant = meaning(error, 'open', statement);
  if (meant instanceof GraphkeepError && meant.field === 'bookmarks') bookmarks.forget(call.principal);
  return meant;
};

/** The server stops the work by itself at the deadline, even where nobody is left to tell it. */
export const configOf = (
  operation: string,
  { timeoutMs, metadata }: Call,
): NonNullable<Parameters<Session['beginTransaction']>[0]> => {
  const requestId = currentContext()?.requestId;
  return {
    ...(timeoutMs !== undefined && { timeout: Math.max(1, Math.ceil(timeoutMs)) }),
    metadata: { operation, ...(requestId !== undefined && { requestId }), ...metadata },
  };
};
