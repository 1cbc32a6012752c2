import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { createGraphkeep, GraphkeepApiError } from '@graphkeep/sdk';
import { signUp } from './sign-up.ts';
import { tokensOf } from './tokens.ts';

const { GRAPHKEEP_URL = 'http://127.0.0.1:4000', TOKEN_SECRET = '', PORT = '4100' } = process.env;
const gk = createGraphkeep({ url: GRAPHKEEP_URL, apiKey: tokensOf('sign-ups', TOKEN_SECRET) });

const LONGEST_MS = 10_000;

// POST /sign-ups {"username": "ada"}, with X-Deadline-Ms, X-Request-Id and Idempotency-Key, as Graphkeep itself takes them.
const server = createServer((request, response) => {
  const answer = (status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  handle(request, response).then(
    (made) => answer(201, made),
    (error: unknown) => {
      if (!(error instanceof GraphkeepApiError)) return answer(400, { message: 'Send {"username": "…"}.' });
      const { code, message, requestId, retryAfterMs } = error;
      if (retryAfterMs !== undefined) response.setHeader('retry-after', Math.ceil(retryAfterMs / 1_000));
      // A status of 0 means that no answer came: the one behind this service is away, not the caller wrong.
      return answer(error.status || 503, { code, message, requestId });
    },
  );
});

async function handle(request: IncomingMessage, response: ServerResponse) {
  const header = (name: string) => request.headers[name]?.toString();
  const ms = Math.min(Number(header('x-deadline-ms') ?? LONGEST_MS), LONGEST_MS);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const body: unknown = await json(request);
  return signUp(gk, usernameIn(body), {
    signal: AbortSignal.any([gone.signal, AbortSignal.timeout(ms)]),
    until: performance.now() + ms,
    idempotencyKey: header('idempotency-key') ?? randomUUID(),
    requestId: header('x-request-id') ?? randomUUID(),
  });
}

function usernameIn(body: unknown): string {
  if (typeof body === 'object' && body && 'username' in body && typeof body.username === 'string')
    return body.username;
  throw new TypeError('There is no username.');
}

server.listen(Number(PORT), '127.0.0.1', () => console.log('listening at', server.address()));
process.once('SIGTERM', () => server.close());
