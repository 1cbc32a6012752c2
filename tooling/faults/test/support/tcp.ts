import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export const host = '127.0.0.1';

/** A socket's side of a conversation: what arrived, and how it ended. */
export interface Side {
  readonly socket: Socket;
  received(): Buffer;
  /** The code of the error that ended it, or `clean`. */
  readonly closed: Promise<string>;
}

const watch = (socket: Socket): Side => {
  const chunks: Buffer[] = [];
  let code = 'clean';
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', (error: NodeJS.ErrnoException) => {
    code = error.code ?? error.message;
  });
  const closed = new Promise<string>((resolve) => {
    socket.on('close', () => resolve(code));
  });
  return { socket, received: () => Buffer.concat(chunks), closed };
};

export const dial = async (port: number): Promise<Side> => {
  const side = watch(connect({ port, host }));
  await once(side.socket, 'connect');
  return side;
};

export interface TestServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly sides: Side[];
}

/** A server that remembers its sides of the connections. */
export const serve = async (answer: (socket: Socket) => void): Promise<TestServer> => {
  const sides: Side[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sides.push(watch(socket));
    answer(socket);
  });
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    host,
    port: address.port,
    sides,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const { socket } of sides) socket.destroy();
      await once(server, 'close');
    },
  };
};

export const echo = (): Promise<TestServer> => serve((socket) => socket.pipe(socket));
