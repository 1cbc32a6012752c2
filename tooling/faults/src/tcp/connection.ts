import type { Socket } from 'node:net';
import { Lane } from './lane.ts';
import type { Rules, Way } from './rules.ts';
import { reset } from './socket.ts';

export interface ConnectionEnds {
  readonly client: Socket;
  readonly target: Socket;
  readonly rules: Record<Way, Rules>;
  readonly passed: (way: Way, bytes: number) => void;
  readonly closed: (connection: Connection) => void;
}

/** A client and the connection to the target that was opened for it. */
export class Connection {
  readonly #client: Socket;
  readonly #target: Socket;
  readonly #up: Lane;
  readonly #down: Lane;

  constructor({ client, target, rules, passed, closed }: ConnectionEnds) {
    this.#client = client;
    this.#target = target;
    const cutOff = (): void => this.reset();
    const lane = (way: Way, from: Socket, to: Socket): Lane =>
      new Lane({ from, to, rules: rules[way], passed: (bytes) => passed(way, bytes), cutOff });
    this.#up = lane('up', client, target);
    this.#down = lane('down', target, client);
    for (const socket of [client, target]) {
      socket.setNoDelay(true);
      socket.on('error', () => {}); // 'close' follows, and the lane tells the other side
      socket.on('close', () => {
        if (client.destroyed && target.destroyed) closed(this);
      });
    }
  }

  reset(): void {
    reset(this.#client);
    reset(this.#target);
  }

  /** Closes one side; the side that is left open is never told. */
  halfOpen(leftOpen: 'client' | 'target'): void {
    this.#up.silence();
    this.#down.silence();
    reset(leftOpen === 'client' ? this.#target : this.#client);
  }

  /** Bytes that were held back go out. Where some were lost, a reset is the only true answer. */
  heal(): void {
    this.#up.hurry();
    this.#down.hurry();
    if (this.#up.lost || this.#down.lost) this.reset();
  }
}
