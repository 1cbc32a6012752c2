import type { Socket } from 'node:net';
import type { Grant, Missing, Request, Status, StoreName } from '../protocol.ts';
import type { Desks } from './desks.ts';
import type { Lease, Wish } from './lease.ts';
import { Lingering } from './lingering.ts';
import { Visitor } from './visitor.ts';

export class Daemon {
  readonly #desks: Desks;
  readonly #leave: () => void;
  readonly #visitors = new Set<Visitor>();
  readonly #held = new Map<StoreName, Lease>();
  readonly #reported = new Set<StoreName>();
  readonly #lingering = new Lingering(() => this.#leaveIfUnused());

  constructor(desks: Desks, leave: () => void) {
    this.#desks = desks;
    this.#leave = leave;
    this.#lingering.begin();
  }

  welcome(socket: Socket): void {
    this.#lingering.cancel();
    const visitor = new Visitor(socket, (from, request) => this.#answer(from, request));
    this.#visitors.add(visitor);
    visitor.gone.addEventListener('abort', () => void this.#farewell(visitor));
  }

  async #farewell(visitor: Visitor): Promise<void> {
    await releaseAll(visitor);
    this.#visitors.delete(visitor);
    if (this.#visitors.size === 0) this.#lingering.begin();
  }

  #leaveIfUnused(): void {
    if (this.#visitors.size === 0 && this.#held.size === 0) this.#leave();
  }

  async #answer(visitor: Visitor, request: Request): Promise<unknown> {
    switch (request.method) {
      case 'acquire':
        return this.#acquire(visitor, request);
      case 'release': {
        const lease = visitor.lease(request.lease);
        visitor.leases.delete(request.lease);
        await lease.end();
        return {};
      }
      case 'release-all':
        await releaseAll(visitor);
        return {};
      case 'stop-node':
        return this.#change(visitor, request, (node) => node.stop(request.signal));
      case 'start-node':
        return this.#change(visitor, request, (node) => node.start());
      case 'hold': {
        const held: (Grant | Missing)[] = [];
        for (const store of request.stores) held.push(await this.#hold(visitor, store));
        return { held };
      }
      case 'status':
        return this.#status();
      case 'end':
        return this.#end(visitor, request.held);
    }
  }

  async #acquire(
    visitor: Visitor,
    request: Extract<Request, { method: 'acquire' }>,
  ): Promise<Grant | Missing> {
    const { store, isolated, external, schema } = request;
    return this.#unlessMissing(store, visitor.wish(isolated, external, schema), async (lease) => {
      if (visitor.gone.aborted) await lease.end();
      else visitor.leases.set(lease.id, lease);
    });
  }

  async #hold(visitor: Visitor, store: StoreName): Promise<Grant | Missing> {
    const known = this.#held.get(store);
    if (known?.nodes.every((node) => node.running)) return granted(known);
    await known?.end().catch((error: unknown) => console.error(error)); // it was killed
    // A Neo4j has one database, which tests would wipe: a developer gets a server of his own.
    const wish = visitor.wish(store === 'neo4j');
    return this.#unlessMissing(store, wish, async (lease) => void this.#held.set(store, lease));
  }

  async #unlessMissing(
    store: StoreName,
    wish: Wish,
    keep: (lease: Lease) => Promise<void>,
  ): Promise<Grant | Missing> {
    let lease: Lease;
    try {
      lease = await this.#desks[store].acquire(wish);
    } catch (error) {
      const first = !wish.gone.aborted && !this.#reported.has(store);
      if (first) this.#reported.add(store);
      return { missing: error instanceof Error ? error.message : String(error), first };
    }
    await keep(lease);
    return granted(lease);
  }

  async #change(
    visitor: Visitor,
    { lease: id, node: index }: { lease: string; node: number },
    change: (node: Lease['nodes'][number]) => Promise<void>,
  ): Promise<unknown> {
    const lease = visitor.lease(id);
    const node = lease.nodes[index];
    if (!lease.isolated || !node)
      throw new Error('only a server of your own can be stopped: ask for { isolated: true }');
    await change(node);
    return node.state;
  }

  async #status(): Promise<Status> {
    const desks = Object.values(this.#desks);
    const servers = (await Promise.all(desks.map((desk) => desk.servers()))).flat();
    return {
      pid: process.pid,
      leases: [...this.#visitors].flatMap(({ leases }) =>
        [...leases.values()].map(({ id, store, isolated }) => ({ lease: id, store, isolated })),
      ),
      held: [...this.#held.values()].map(({ address }) => address),
      servers: servers.map(({ address, nodes }) => ({
        store: address.store,
        address,
        nodes: nodes.map(({ state }) => state),
      })),
    };
  }

  /** For the end of a run: what nobody uses goes now instead of later. */
  async #end(visitor: Visitor, held: boolean): Promise<{ pid: number; leaving: boolean }> {
    if (held) {
      const leases = [...this.#held.values()];
      this.#held.clear();
      await Promise.allSettled(leases.map((lease) => lease.end()));
    }
    await Promise.all(Object.values(this.#desks).map((desk) => desk.stopIdle()));
    const others = [...this.#visitors].filter((each) => each !== visitor);
    const leaving = this.#held.size === 0 && !others.some(({ busy }) => busy);
    if (leaving) visitor.gone.addEventListener('abort', this.#leave);
    return { pid: process.pid, leaving };
  }
}

const granted = ({ id, address, nodes }: Lease): Grant => ({
  lease: id,
  address,
  nodes: nodes.map(({ state }) => state),
});

async function releaseAll({ leases }: Visitor): Promise<void> {
  const ending = [...leases.values()].map((lease) => lease.end());
  leases.clear();
  await Promise.allSettled(ending);
}
