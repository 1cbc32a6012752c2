export type Answer = (request: Request) => Promise<Response>;

/** A fetch that is answered in this process, and ends with its signal as one over a network does. */
export const inProcessFetch =
  (answer: Answer): typeof globalThis.fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const response = await Promise.race([answer(request), abortOf(signal)]);
    const { status, statusText, headers } = response;
    const body = response.body?.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), { signal });
    return new Response(body ?? null, { status, statusText, headers });
  };

const abortOf = async (signal: AbortSignal): Promise<never> => {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  throw signal.reason;
};
