import type { StoreName } from '../protocol.ts';
import type { Server } from '../servers/server.ts';
import type { Group } from './group.ts';
import { Lingering } from './lingering.ts';

/** One server for all users, started for the first and stopped some time after the last. */
export class Shared<S extends StoreName> implements Group<S> {
  #server: Promise<Server<S>> | undefined;
  #users = 0;
  readonly #lingering = new Lingering(() => void this.stopIfIdle());

  async take(launch: () => Promise<Server<S>>): Promise<Server<S>> {
    this.#users += 1;
    this.#lingering.cancel();
    try {
      const current = this.#current(launch);
      const server = await current;
      if (server.nodes.every((node) => node.running)) return server;
      // Someone killed what all share: the others of this run get a new one.
      if (this.#server === current) await this.#drop();
      return await this.#current(launch);
    } catch (error) {
      this.give();
      throw error;
    }
  }

  give(): void {
    this.#users -= 1;
    if (this.#users === 0) this.#lingering.begin();
  }

  async stopIfIdle(): Promise<void> {
    if (this.#users === 0) await this.#drop();
  }

  async servers(): Promise<Server<S>[]> {
    const server = await this.#server?.catch(() => undefined);
    return server ? [server] : [];
  }

  #current(launch: () => Promise<Server<S>>): Promise<Server<S>> {
    if (!this.#server) {
      const starting = launch();
      this.#server = starting;
      starting.catch(() => {
        if (this.#server === starting) this.#server = undefined;
      });
    }
    return this.#server;
  }

  async #drop(): Promise<void> {
    const dropped = this.#server;
    this.#server = undefined;
    this.#lingering.cancel();
    const server = await dropped?.catch(() => undefined);
    await server?.remove();
  }
}
