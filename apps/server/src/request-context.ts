import { limits } from '@graphkeep/contract';
import {
  acceptRequestId,
  Deadline,
  GraphkeepError,
  newRequestId,
  newUsage,
  parseTraceparent,
  type RequestContext,
} from '@graphkeep/core';
import type { FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    context: RequestContext;
  }
}

/** What a request brings with it: its id, its trace, and the time by which its caller stops waiting. */
export const contextOf = (
  request: FastifyRequest,
  reply: FastifyReply,
  deadlineMs: number,
): RequestContext => {
  const { headers } = request;
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished)
      gone.abort(new GraphkeepError('cancelled', 'The caller closed the connection.'));
  });
  const traceparent = parseTraceparent(headers['traceparent']);
  return {
    requestId: acceptRequestId(headers['x-request-id']) ?? newRequestId(),
    usage: newUsage(),
    ...(traceparent !== undefined && { traceparent }),
    deadline: Deadline.after(
      Math.min(askedMs(headers['x-deadline-ms']) ?? deadlineMs, limits.maxDeadlineMs),
      gone.signal,
    ),
  };
};

const askedMs = (header: string | string[] | undefined): number | undefined => {
  const ms = Number(header);
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
};
