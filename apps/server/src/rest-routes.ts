import type { ApiContext, Rest } from '@graphkeep/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ofFastify } from './http-errors.ts';

export interface RestOptions {
  readonly rest: Rest;
  readonly contextOf: (request: FastifyRequest) => ApiContext;
}

const PREFIX = '/v1';

/** The procedures as REST, for callers that speak no tRPC. */
export const restRoutes = async (app: FastifyInstance, { rest, contextOf }: RestOptions): Promise<void> => {
  const send = (reply: FastifyReply, { status, headers, body }: Awaited<ReturnType<typeof rest.handle>>) =>
    reply
      .status(status)
      .headers({ 'content-type': 'application/json; charset=utf-8', ...headers })
      .send(body === undefined ? undefined : JSON.stringify(body));

  app.setErrorHandler((error, request, reply) =>
    send(reply, rest.refuse(ofFastify(error), { request: request.context })),
  );
  app.all(`${PREFIX}/*`, async (request, reply) => {
    const path = request.url.slice(PREFIX.length).split('?')[0] ?? '';
    const query = request.query as Readonly<Record<string, unknown>>;
    const { method, body } = request;
    return send(
      reply,
      await rest.handle({ method, path, query, body: body ?? undefined }, contextOf(request)),
    );
  });
};

/** What the REST face is, for programs: OpenAPI 3.1. It tells nothing that needs a key. Made when it is asked for first. */
export const openApiRoute = async (
  app: FastifyInstance,
  { rest, version }: { readonly rest: Rest; readonly version: string },
): Promise<void> => {
  let document: string | undefined;
  app.get('/openapi.json', (_, reply) => {
    document ??= JSON.stringify(rest.document({ version }));
    return reply.type('application/json').send(document);
  });
};
