import type { Socket } from 'node:net';
import { onLine, writeLine } from '../json-lines.ts';
import { call, type Request, type ServerAddress } from '../protocol.ts';
import type { Lease, Wish } from './lease.ts';

/** One connected client: its leases end with its connection. */
export class Visitor {
  readonly leases = new Map<string, Lease>();
  readonly #socket: Socket;
  readonly #gone = new AbortController();
  #unanswered = 0;

  constructor(socket: Socket, answer: (visitor: Visitor, request: Request) => Promise<unknown>) {
    this.#socket = socket;
    socket.on('error', () => {}); // 'close' follows
    socket.once('close', () => this.#gone.abort());
    onLine(socket, (value) => void this.#answer(value, answer));
  }

  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** One that is not would lose nothing if the daemon left: its next wish starts another. */
  get busy(): boolean {
    return this.leases.size > 0 || this.#unanswered > 0;
  }

  wish(isolated: boolean, external?: ServerAddress, schema?: string): Wish {
    const note = (text: string): void => writeLine(this.#socket, { note: text });
    return { isolated, external, schema, gone: this.gone, note };
  }

  lease(id: string): Lease {
    const lease = this.leases.get(id);
    if (!lease) throw new Error(`no lease ${id} is held by this client`);
    return lease;
  }

  async #answer(
    value: unknown,
    answer: (visitor: Visitor, request: Request) => Promise<unknown>,
  ): Promise<void> {
    const { id, request } = call.parse(value);
    this.#unanswered += 1;
    try {
      writeLine(this.#socket, { id, result: await answer(this, request) });
    } catch (error) {
      writeLine(this.#socket, { id, error: error instanceof Error ? error.message : String(error) });
    } finally {
      this.#unanswered -= 1;
    }
  }
}
