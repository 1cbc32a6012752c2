import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type Packed, pack, Unpacker } from './packstream.ts';

/** A request as the driver sent it: `RUN` with the text, the parameters and what belongs to the transaction. */
interface BoltRequest {
  readonly name: string;
  readonly fields: readonly Packed[];
}

export type BoltReply =
  | {
      readonly success: { readonly [key: string]: Packed };
      readonly records?: readonly (readonly Packed[])[];
    }
  | { readonly failure: { readonly code: string; readonly message: string } }
  /** No answer to this, nor to anything that comes after it on the connection. */
  | 'silence'
  /** The connection breaks, with no answer. */
  | 'cut';

export interface BoltStub extends AsyncDisposable {
  readonly port: number;
  /** Every request so far, of all connections, in the order of their coming. */
  readonly requests: readonly BoltRequest[];
  count(name: string): number;
  /** From now on asked first; what it answers nothing to is answered as a well server would. */
  onRequest(answer: (request: BoltRequest) => BoltReply | undefined): void;
}

const names: Readonly<Record<number, string>> = {
  1: 'HELLO',
  2: 'GOODBYE',
  15: 'RESET',
  16: 'RUN',
  17: 'BEGIN',
  18: 'COMMIT',
  19: 'ROLLBACK',
  47: 'DISCARD',
  63: 'PULL',
  84: 'TELEMETRY',
  102: 'ROUTE',
  106: 'LOGON',
};
const SUCCESS = 0x70;
const RECORD = 0x71;
const IGNORED = 0x7e;
const FAILURE = 0x7f;

/** A server that speaks Bolt 5.4 and holds nothing: each statement has one row with one column. It fails as it is told. */
export const boltStub = async (tls?: { readonly key: string; readonly cert: string }): Promise<BoltStub> => {
  const requests: BoltRequest[] = [];
  const sockets = new Set<Socket>();
  let answer: (request: BoltRequest) => BoltReply | undefined = () => undefined;
  let commits = 0;
  const wellReply = ({ name }: BoltRequest): BoltReply => {
    if (name === 'HELLO') return { success: { server: 'Neo4j/5.20.0', connection_id: 'bolt-1' } };
    if (name === 'RUN') return { success: { fields: ['x'] } };
    if (name === 'PULL') return { success: { type: 'r' }, records: [[1]] };
    return name === 'COMMIT' ? { success: { bookmark: `bm:${++commits}` } } : { success: {} };
  };

  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    let failed = false;
    let silent = false;
    readMessages(socket, (request) => {
      requests.push(request);
      if (silent) return;
      if (request.name === 'GOODBYE') return void socket.end();
      if (request.name === 'RESET') failed = false;
      if (failed) return void socket.write(message(IGNORED));
      const reply = answer(request) ?? wellReply(request);
      if (reply === 'cut') return void socket.resetAndDestroy();
      if (reply === 'silence') {
        silent = true;
        return;
      }
      if ('failure' in reply) {
        failed = true;
        return void socket.write(message(FAILURE, reply.failure));
      }
      for (const record of reply.records ?? []) socket.write(message(RECORD, record));
      socket.write(message(SUCCESS, reply.success));
    });
  };
  const server = tls ? createTlsServer(tls, serve) : createServer(serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stub has no port.');

  return {
    port: address.port,
    requests,
    count: (name) => requests.filter((request) => request.name === name).length,
    onRequest: (next) => {
      answer = next;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

const message = (signature: number, ...fields: readonly Packed[]): Buffer => {
  const body = Buffer.concat([Buffer.from([0xb0 | fields.length, signature]), ...fields.map(pack)]);
  const size = Buffer.alloc(2);
  size.writeUInt16BE(body.length);
  return Buffer.concat([size, body, Buffer.from([0, 0])]);
};

const HANDSHAKE = 20;

/** After the handshake each message comes in chunks with their size before them; an empty one ends it. */
const readMessages = (socket: Socket, onMessage: (request: BoltRequest) => void): void => {
  let bytes = Buffer.alloc(0);
  let chunks: Buffer[] = [];
  let greeted = false;
  socket.on('data', (data) => {
    bytes = Buffer.concat([bytes, typeof data === 'string' ? Buffer.from(data) : data]);
    if (!greeted) {
      if (bytes.length < HANDSHAKE) return;
      greeted = true;
      bytes = bytes.subarray(HANDSHAKE);
      socket.write(Buffer.from([0, 0, 4, 5]));
    }
    while (bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE()) {
      const size = bytes.readUInt16BE();
      if (size > 0) chunks.push(bytes.subarray(2, 2 + size));
      bytes = bytes.subarray(2 + size);
      if (size > 0 || chunks.length === 0) continue;
      onMessage(requestOf(Buffer.concat(chunks)));
      chunks = [];
    }
  });
};

const requestOf = (bytes: Buffer): BoltRequest => {
  const values = new Unpacker(bytes, 2);
  const fields: Packed[] = [];
  while (!values.atEnd) fields.push(values.next());
  const signature = bytes.readUInt8(1);
  return { name: names[signature] ?? signature.toString(16), fields };
};
