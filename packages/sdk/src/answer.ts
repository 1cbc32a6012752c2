/**
 * What a part of the server's work took.
 *
 * @example
 * const { serverTiming } = await gk.system.version().withResponse();
 * const total: ServerTiming | undefined = serverTiming.find(({ name }) => name === 'total');
 * console.log(total?.ms);
 */
export interface ServerTiming {
  /** `database`, `cache` or `total`. */
  readonly name: string;
  readonly ms: number;
  /** What else the server says of it, like `3 calls`. */
  readonly description: string | undefined;
}

/**
 * What a call answers, with the HTTP answer that brought it.
 *
 * @example
 * const { data, requestId, serverTiming } = await gk.system.version().withResponse();
 * console.log(data.version, requestId, serverTiming.find(({ name }) => name === 'database')?.ms);
 */
export interface Answer<T> {
  readonly data: T;
  readonly status: number;
  readonly headers: Headers;
  /** Finds the call in the server's log. */
  readonly requestId: string | undefined;
  readonly serverTiming: readonly ServerTiming[];
  /** How many calls this HTTP answer answers: status, headers and timing are those of all of them together. */
  readonly calls: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
}

export const answerOf = <T>(data: T, { status, headers }: HttpAnswer, calls: number): Answer<T> => ({
  data,
  status,
  headers,
  requestId: headers.get('x-request-id') ?? undefined,
  get serverTiming() {
    return timingsIn(headers.get('server-timing') ?? '');
  },
  calls,
});

/** What has no duration says nothing of time. */
const timingsIn = (header: string): readonly ServerTiming[] =>
  [...header.matchAll(/([^\s,;]+);dur=([\d.]+)(?:;desc="([^"]*)")?/g)].map(
    ([, name = '', ms, description]) => ({ name, ms: Number(ms), description }),
  );
