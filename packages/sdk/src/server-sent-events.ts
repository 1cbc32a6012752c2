export interface ServerSentEvent {
  /** `message` where the server gives no other. */
  readonly name: string;
  readonly data: string;
  readonly id: string;
}

/** A line without an end is no news: half a megabyte is more than any event has. */
const MAX_LINE = 524_288;

/** The events of a body, each when it is whole. */
export async function* serverSentEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerSentEvent, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let fields = new Map<string, string>();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r?\n/);
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE) throw new RangeError('The server sent an event without an end.');
      for (const line of lines) {
        if (line !== '') addTo(fields, line);
        else if (fields.has('data')) {
          yield {
            name: fields.get('event') ?? 'message',
            data: fields.get('data') ?? '',
            id: fields.get('id') ?? '',
          };
          fields = new Map();
        } else fields = new Map();
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

const addTo = (fields: Map<string, string>, line: string): void => {
  const end = line.indexOf(':');
  const name = end < 0 ? line : line.slice(0, end);
  if (name === '') return;
  const value = end < 0 ? '' : line.slice(end + 1).replace(/^ /, '');
  const known = name === 'data' ? fields.get('data') : undefined;
  fields.set(name, known === undefined ? value : `${known}\n${value}`);
};
