import { request } from 'node:http';
import { Readable } from 'node:stream';

/** A fetch that reaches a server by its socket, whatever host the address names. */
export const fetchOverSocket =
  (socketPath: string): typeof fetch =>
  async (input, init) => {
    const wanted = new Request(input, init);
    const { pathname, search } = new URL(wanted.url);
    const body = wanted.body && Buffer.from(await wanted.arrayBuffer());
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const sent = request(
      {
        socketPath,
        path: `${pathname}${search}`,
        method: wanted.method,
        headers: Object.fromEntries(wanted.headers),
        signal: wanted.signal,
      },
      (answer) => {
        const { statusCode = 500, headersDistinct } = answer;
        const headers = Object.entries(headersDistinct).flatMap(([name, values = []]) =>
          values.map((value): [string, string] => [name, value]),
        );
        resolve(
          new Response(Readable.toWeb(answer) as ReadableStream<Uint8Array>, { status: statusCode, headers }),
        );
      },
    );
    // As Node's own fetch tells it.
    sent.once('error', (cause) =>
      reject(wanted.signal.aborted ? wanted.signal.reason : new TypeError('fetch failed', { cause })),
    );
    sent.end(body ?? undefined);
    return promise;
  };
