import { GraphkeepError } from '@graphkeep/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticate, Caller } from './auth/authenticate.ts';
import type { Places } from './connections.ts';
import type { Lifecycle } from './lifecycle.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
    /** Aborted when what the request keeps open must end: the server stops, or its key is good no more. */
    ends: AbortSignal;
  }
}

export interface CallerOptions {
  readonly authenticate: Authenticate;
  readonly users: Places;
  readonly lifecycle: Lifecycle;
}

/** A key that ends takes its live connections with it within this time. */
const RECHECK_MS = 5_000;

/** Says of every request whose it is, before its body is read, and that nobody has too many under way. */
export const knowCallers = (
  app: FastifyInstance,
  { authenticate, users, lifecycle }: CallerOptions,
): void => {
  app.addHook('onRequest', async (request, reply) => {
    const live = isLive(request);
    if (live && lifecycle.draining)
      throw new GraphkeepError('unavailable', 'This server is about to stop: connect again.', {
        retryAfterMs: 500,
      });
    const { authorization } = request.headers;
    request.caller = await authenticate(authorization);
    const { principal } = request.caller;
    request.ends = lifecycle.ends;
    if (!principal) return;
    takePlace(users, principal.id, reply);
    if (live)
      request.ends = AbortSignal.any([lifecycle.ends, whileKnown(authenticate, authorization, reply)]);
  });
};

const isLive = ({ headers }: FastifyRequest): boolean =>
  headers.accept?.includes('text/event-stream') === true;

const takePlace = (users: Places, who: string, reply: FastifyReply): void => {
  const giveBack = users.take(who);
  if (!giveBack)
    throw new GraphkeepError(
      'rate_limited',
      'This key has too many requests under way: wait for some of them.',
      {
        retryAfterMs: 1_000,
      },
    );
  reply.raw.once('close', giveBack);
};

const whileKnown = (
  authenticate: Authenticate,
  authorization: string | undefined,
  reply: FastifyReply,
): AbortSignal => {
  const ended = new AbortController();
  const look = async (): Promise<void> => {
    const { refusal } = await authenticate(authorization);
    // What cannot be looked up for now is not ended for that.
    if (refusal?.code === 'unauthenticated') ended.abort();
  };
  const timer = setInterval(() => void look().catch(() => {}), RECHECK_MS);
  timer.unref();
  reply.raw.once('close', () => clearInterval(timer));
  return ended.signal;
};
