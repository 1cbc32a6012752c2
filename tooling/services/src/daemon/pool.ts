import type { StoreName } from '../protocol.ts';
import type { Server } from '../servers/server.ts';
import type { Group } from './group.ts';
import { Lingering } from './lingering.ts';

const WAIT_DEADLINE_MS = 300_000;

type Clean<S extends StoreName> = (server: Server<S>, what: 'all' | 'data') => Promise<void>;

interface Slot<S extends StoreName> {
  readonly server: Server<S>;
  state: 'used' | 'cleaning' | 'free';
  /** Which schema it keeps between its users; none where it is as new. */
  schema: string | undefined;
}

const fits = (slot: { readonly schema: string | undefined }, schema: string | undefined): boolean =>
  slot.schema === undefined || slot.schema === schema;

/** A few servers, each for one user at a time; who finds none free waits in line. */
export class Pool<S extends StoreName> implements Group<S> {
  readonly #size: number;
  readonly #clean: Clean<S>;
  #slots: Slot<S>[] = [];
  #starting = 0;
  #line: (() => void)[] = [];
  readonly #lingering = new Lingering(() => void this.stopIfIdle());

  constructor(size: number, clean: Clean<S>) {
    this.#size = size;
    this.#clean = clean;
  }

  async take(launch: () => Promise<Server<S>>, gone: AbortSignal, schema?: string): Promise<Server<S>> {
    const deadline = AbortSignal.any([gone, AbortSignal.timeout(WAIT_DEADLINE_MS)]);
    for (;;) {
      this.#lingering.cancel();
      const free = this.#freeFor(schema);
      const cleaning = this.#slots.filter(({ state }) => state === 'cleaning');
      // What another schema has left in it is spared while one that fits is nearly ready.
      const soon = cleaning.filter((slot) => !free || fits(slot, schema)).length > this.#line.length;
      if (free && !free.server.nodes.every((node) => node.running)) await this.#discard(free);
      else if (free && (fits(free, schema) || !soon)) {
        if (await this.#ready(free, schema)) return free.server;
      } else if (soon)
        await this.#turn(deadline); // sooner ready than a new one
      else if (this.#slots.length + this.#starting < this.#size) return this.#start(launch, schema);
      else await this.#turn(deadline);
    }
  }

  /** It is cleaned at once, while the next user is still on the way. */
  give(server: Server<S>): void {
    const slot = this.#slots.find((each) => each.server === server);
    if (!slot) return;
    slot.state = 'cleaning';
    this.#clean(server, slot.schema === undefined ? 'all' : 'data').then(
      () => {
        slot.state = 'free';
        this.#next();
      },
      () => this.#discard(slot),
    );
  }

  async stopIfIdle(): Promise<void> {
    await Promise.all(this.#slots.filter(({ state }) => state !== 'used').map((slot) => this.#discard(slot)));
  }

  async servers(): Promise<Server<S>[]> {
    return this.#slots.map(({ server }) => server);
  }

  /** One with the same schema, else one that is as new, else any. */
  #freeFor(schema: string | undefined): Slot<S> | undefined {
    const free = this.#slots.filter(({ state }) => state === 'free');
    return (
      free.find((slot) => slot.schema === schema) ?? free.find((slot) => slot.schema === undefined) ?? free[0]
    );
  }

  /** Takes it for a user, after what another schema has left in it. */
  async #ready(slot: Slot<S>, schema: string | undefined): Promise<boolean> {
    slot.state = 'used';
    const left = slot.schema;
    slot.schema = schema;
    if (left === undefined || left === schema) return true;
    try {
      await this.#clean(slot.server, 'all');
      return true;
    } catch {
      await this.#discard(slot);
      return false;
    }
  }

  async #start(launch: () => Promise<Server<S>>, schema: string | undefined): Promise<Server<S>> {
    this.#starting += 1;
    try {
      const server = await launch();
      if (server.nodes.length === 0) await this.#clean(server, 'all'); // given from outside, so it may be full
      this.#slots.push({ server, state: 'used', schema });
      return server;
    } catch (error) {
      this.#next();
      throw error;
    } finally {
      this.#starting -= 1;
    }
  }

  async #discard(slot: Slot<S>): Promise<void> {
    if (!this.#slots.includes(slot)) return;
    this.#slots = this.#slots.filter((each) => each !== slot);
    await slot.server.remove();
    this.#next();
  }

  #next(): void {
    const next = this.#line.shift();
    if (next) next();
    else this.#lingering.begin();
  }

  async #turn(deadline: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const late = (): void => {
      this.#line = this.#line.filter((each) => each !== resolve);
      reject(
        new Error(`all ${this.#size} servers are in use, and none came free in ${WAIT_DEADLINE_MS / 1000} s`),
      );
    };
    this.#line.push(resolve);
    deadline.addEventListener('abort', late, { once: true });
    await promise.finally(() => deadline.removeEventListener('abort', late));
  }
}
