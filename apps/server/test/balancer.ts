import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Balancer extends AsyncDisposable {
  readonly url: string;
  /** The addresses of the servers behind it; it sends requests to those that say that they are ready. */
  readonly servers: Set<string>;
}

const ASK_EVERY_MS = 50;

/** A balancer as small as can be: by turns, a connection for each request, nothing tried twice. */
export const startBalancer = async (): Promise<Balancer> => {
  const servers = new Set<string>();
  const ready = new Set<string>();
  const look = async (url: string): Promise<void> => {
    const isReady = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady && servers.has(url)) ready.add(url);
    else ready.delete(url);
  };
  const timer = setInterval(() => {
    for (const url of new Set([...servers, ...ready])) void look(url);
  }, ASK_EVERY_MS);

  let turn = 0;
  const server = createServer((incoming, answer) => {
    const [...urls] = ready;
    const url = urls[turn++ % urls.length];
    if (url === undefined) return fail(answer);
    const { method, headers } = incoming;
    const onward = request(url + incoming.url, { method, headers, agent: false }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    }).on('error', () => fail(answer));
    return incoming.pipe(onward);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    servers,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const fail = (answer: ServerResponse): void => {
  if (answer.headersSent) answer.destroy();
  else answer.writeHead(502).end();
};
