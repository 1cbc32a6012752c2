import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import superjson from 'superjson';

export interface HttpServer extends AsyncDisposable {
  readonly url: string;
  /** Those that came so far. */
  readonly requests: readonly IncomingMessage[];
}

/** A server that answers whatever a test wants. */
export const httpServer = async (answer: RequestListener): Promise<HttpServer> => {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    // Reads to the end, so that the connection is whole when the answer says otherwise.
    request.resume().on('end', () => answer(request, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP address.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

export const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** An error as Graphkeep's server answers it. */
export const errorBody = (data: Readonly<Record<string, unknown>>, message = 'Said by the server.') => ({
  error: superjson.serialize({ code: -32603, message, data }),
});

export const resultBody = (data: unknown) => ({ result: { data: superjson.serialize(data) } });
