import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';
import type { AnyRouter } from '@trpc/server';
import { call } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { responseHeaders } from '../response-headers.ts';
import { finderOf } from './find-operation.ts';
import { inputOf } from './input-of.ts';
import { type OpenApiDocument, type OpenApiOptions, openApiOf } from './open-api.ts';
import { restOperations } from './operations.ts';
import { type Problem, problemOf } from './problem.ts';

export interface RestRequest {
  readonly method: string;
  /** What stands behind /v1, as it came: `/story/players/ply_…`. */
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  /** Parsed; undefined where there is none. */
  readonly body: unknown;
}

export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** To be sent as JSON; undefined where there is nothing to say. */
  readonly body: unknown;
}

export interface Rest {
  handle(request: RestRequest, context: ApiContext): Promise<RestAnswer>;
  /** The same form for what a host refuses by itself. */
  refuse(error: GraphkeepError, context: Pick<ApiContext, 'request'>): RestAnswer;
  document(options: OpenApiOptions): OpenApiDocument;
}

/** The procedures of a router as REST: plain JSON, with errors as problem+json. */
export const createRest = (router: AnyRouter): Rest => {
  const operations = restOperations(router);
  const find = finderOf(operations);
  return {
    refuse,
    document: (options) => openApiOf(operations, options),
    handle: async (request, context) => {
      try {
        const { operation, key } = find(request);
        const body = await call(router, operation.procedure, inputOf(operation, request, key), context);
        const status = body === undefined ? 204 : operation.status;
        return { status, headers: responseHeaders(context.request), body };
      } catch (error) {
        const meant = isGraphkeepError(error)
          ? error
          : new GraphkeepError('internal', 'The server failed.', { cause: error });
        return refuse(meant, context);
      }
    },
  };
};

const refuse = (error: GraphkeepError, { request }: Pick<ApiContext, 'request'>): RestAnswer => {
  const body: Problem = problemOf(error, request.requestId);
  return {
    status: error.status,
    headers: { ...responseHeaders(request, error.retryAfterMs), 'content-type': 'application/problem+json' },
    body,
  };
};
