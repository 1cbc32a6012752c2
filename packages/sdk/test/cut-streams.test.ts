import superjson from 'superjson';
import { expect, it } from 'vitest';
import { type ServerSentEvent, serverSentEvents } from '../src/server-sent-events.ts';
import { impatientClient } from './support/clients.ts';
import { httpServer } from './support/http-server.ts';

const changes = ['ply_ä', 'ply_€\u2028', 'ply_🌍'].map((key, index) => ({
  id: String(index + 1),
  data: { kind: 'created', key, at: new Date(index) },
}));
const written = ({ id, data }: (typeof changes)[number]): string =>
  `data: ${JSON.stringify(superjson.serialize(data))}\r\nid: ${id}\n\n`;
const hello = ': hello\nevent: connected\ndata: {}\n\n';
const stream = Buffer.from(hello + changes.map(written).join(''));

it('leaves out nothing and tells nothing twice, wherever the stream is cut', async () => {
  let cutAt = 0;
  let connections = 0;
  await using server = await httpServer((_, response, body) => {
    const { lastEventId = '0' } = superjson.parse<{ lastEventId?: string }>(body);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    connections += 1;
    if (connections === 1) return response.write(stream.subarray(0, cutAt), () => response.destroy());
    response.end(hello + changes.slice(Number(lastEventId)).map(written).join(''));
  });
  const { gk } = impatientClient({ url: server.url });
  for (cutAt = 0; cutAt <= stream.length; cutAt += 3) {
    connections = 0;
    const seen: string[] = [];
    for await (const { id, event } of gk.story.players.changes({}).withIds()) {
      seen.push(`${id} ${event.kind === 'reload' ? '' : event.key}`);
      if (seen.length === changes.length) break;
    }
    expect(seen, `cut at ${cutAt}`).toEqual(changes.map(({ id, data }) => `${id} ${data.key}`));
  }
});

it('reads events that come byte by byte', async () => {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const byte of stream) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  const events = await all(body);
  expect(events.map(({ name, id }) => [name, id])).toEqual([
    ['connected', ''],
    ['message', '1'],
    ['message', '2'],
    ['message', '3'],
  ]);
  expect(events.slice(1).map(({ data }) => superjson.parse(data))).toEqual(changes.map(({ data }) => data));
});

it('gives up on an event without an end', async () => {
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(120)),
  });
  await expect(all(body)).rejects.toThrow('an event without an end');
});

const all = async (body: ReadableStream<Uint8Array>): Promise<readonly ServerSentEvent[]> => {
  const events: ServerSentEvent[] = [];
  for await (const event of serverSentEvents(body)) events.push(event);
  return events;
};
