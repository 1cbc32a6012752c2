import { createConnection, type Socket } from 'node:net';
import type { z } from 'zod';
import { onLine, writeLine } from '../json-lines.ts';
import { message, type Request } from '../protocol.ts';
import { within } from '../servers/until.ts';

const ANSWER_DEADLINE_MS = 120_000;

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The daemon went away before it answered; another can be asked. */
export class ConnectionLost extends Error {
  constructor() {
    super('the services daemon closed the connection');
  }
}

export class Connection {
  readonly #socket: Socket;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  static open(path: string, note: (text: string) => void): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = createConnection(path);
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket, note));
      });
    });
  }

  private constructor(socket: Socket, note: (text: string) => void) {
    this.#socket = socket;
    socket.unref(); // a lease does not keep its holder alive
    socket.on('error', () => {}); // 'close' follows
    socket.once('close', () => {
      for (const { reject } of this.#pending.values()) reject(new ConnectionLost());
      this.#pending.clear();
    });
    onLine(socket, (value) => {
      const received = message.parse(value);
      if ('note' in received) note(received.note);
      else this.#settle(received);
    });
  }

  get open(): boolean {
    return !this.#socket.destroyed;
  }

  async request<Result>(
    request: Request,
    result: z.ZodType<Result>,
    deadlineMs: number = ANSWER_DEADLINE_MS,
  ): Promise<Result> {
    if (!this.open) throw new ConnectionLost();
    this.#lastId += 1;
    const id = this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#pending.set(id, { resolve, reject });
    this.#socket.ref();
    writeLine(this.#socket, { id, request });
    return result.parse(await within(`the services daemon: ${request.method}`, deadlineMs, promise));
  }

  close(): void {
    this.#socket.destroy();
  }

  #settle(received: { id: number; result: unknown } | { id: number; error: string }): void {
    const pending = this.#pending.get(received.id);
    this.#pending.delete(received.id);
    if (this.#pending.size === 0) this.#socket.unref();
    if ('error' in received) pending?.reject(new Error(received.error));
    else pending?.resolve(received.result);
  }
}
