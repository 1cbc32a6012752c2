import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import superjson from 'superjson';

export interface HttpServer extends AsyncDisposable {
  readonly url: string;
  /** Those that came so far. */
  readonly requests: readonly IncomingMessage[];
  /** How many of them are not answered yet, and have a caller who waits. */
  readonly waiting: () => number;
}

type Answers = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A server that answers whatever a test wants. */
export const httpServer = async (answer: Answers): Promise<HttpServer> => {
  const requests: IncomingMessage[] = [];
  let waiting = 0;
  const server = createServer((request, response) => {
    requests.push(request);
    waiting += 1;
    response.once('close', () => {
      waiting -= 1;
    });
    // Reads to the end, so that the connection is whole when the answer says otherwise.
    text(request).then(
      (body) => answer(request, response, body),
      () => {},
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP address.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    waiting: () => waiting,
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
