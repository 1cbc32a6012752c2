import { randomBytes } from 'node:crypto';
import type { AddressOf, ServerAddress, StoreName } from '../protocol.ts';
import { externalServer, type Launch, type Server } from '../servers/server.ts';
import type { Group } from './group.ts';
import type { Lease, Wish } from './lease.ts';

export interface Share {
  readonly address: ServerAddress;
  /** Takes back what the lease wrote. */
  readonly close: () => Promise<void>;
}

interface DeskPlan<S extends StoreName> {
  readonly store: S;
  readonly launch: Launch<S>;
  readonly group: () => Group<S>;
  readonly share: (address: AddressOf<S>, lease: string) => Promise<Share>;
}

/** Gives out the servers of one store. */
export class Desk<S extends StoreName> {
  readonly #plan: DeskPlan<S>;
  readonly #groups = new Map<string, Group<S>>();
  readonly #isolated = new Set<Server<S>>();

  constructor(plan: DeskPlan<S>) {
    this.#plan = plan;
  }

  /** An address from outside can give no server of one's own, so that wish goes past it. */
  acquire(wish: Wish): Promise<Lease> {
    return wish.isolated ? this.#isolate(wish) : this.#share(wish);
  }

  async stopIdle(): Promise<void> {
    await Promise.all([...this.#groups.values()].map((group) => group.stopIfIdle()));
  }

  async servers(): Promise<Server<S>[]> {
    const shared = await Promise.all([...this.#groups.values()].map((group) => group.servers()));
    return [...shared.flat(), ...this.#isolated];
  }

  async #isolate({ note }: Wish): Promise<Lease> {
    const server = await this.#plan.launch({ durable: true, note });
    this.#isolated.add(server);
    const end = async (): Promise<void> => {
      this.#isolated.delete(server);
      await server.remove();
    };
    const id = leaseId();
    try {
      const { address } = await this.#plan.share(server.address, id);
      return { id, store: this.#plan.store, isolated: true, address, nodes: server.nodes, end };
    } catch (error) {
      await end();
      throw error;
    }
  }

  async #share({ external, gone, note, schema }: Wish): Promise<Lease> {
    const given = external && this.#own(external);
    const group = this.#group(given ? JSON.stringify(given) : '');
    const launch = given
      ? async () => externalServer(given)
      : () => this.#plan.launch({ durable: false, note });
    const server = await group.take(launch, gone, schema);
    const id = leaseId();
    try {
      const { address, close } = await this.#plan.share(server.address, id);
      const end = (): Promise<void> => close().finally(() => group.give(server));
      return { id, store: this.#plan.store, isolated: false, address, nodes: server.nodes, end };
    } catch (error) {
      group.give(server);
      throw error;
    }
  }

  #own(address: ServerAddress): AddressOf<S> {
    if (isOf(this.#plan.store, address)) return address;
    throw new Error(`an address of ${address.store} was given for ${this.#plan.store}`);
  }

  #group(key: string): Group<S> {
    const known = this.#groups.get(key);
    if (known) return known;
    const group = this.#plan.group();
    this.#groups.set(key, group);
    return group;
  }
}

const isOf = <S extends StoreName>(store: S, address: ServerAddress): address is AddressOf<S> =>
  address.store === store;

const leaseId = (): string => `gk_${randomBytes(6).toString('hex')}`;
