import type { Saving } from '@graphkeep/models/infra';

/** What is looked at to see whether it could cost less. */
interface Seen {
  readonly region?: string | undefined;
  readonly costMonthly?: number | undefined;
}
interface SeenCluster extends Seen {
  readonly name: string;
  readonly totalNodes?: number | undefined;
}
interface SeenMachine extends Seen {
  readonly instanceId: string;
  readonly cpuUtilization?: number | undefined;
  readonly memoryUtilization?: number | undefined;
}
interface SeenDatabase extends Seen {
  readonly identifier: string;
  readonly engine?: string | undefined;
}

/** Those that save the most, how many there are, what all of them save, and of what. */
interface Saved {
  readonly items: readonly Saving[];
  readonly candidates: number;
  readonly total: number;
  readonly share: number | null;
}

export interface SavingsLedger {
  cluster(seen: SeenCluster, services: number): void;
  /** A machine that SQL Server runs on. */
  machine(seen: SeenMachine): void;
  database(seen: SeenDatabase): void;
  /** Of one region; undefined for all of them. */
  of(region: string | undefined): Saved;
  regions(): readonly string[];
}

const RIGHT_SIZE = 0.3;
const DOWN_SIZE = 0.4;
const MIGRATE = 0.6;
const ORACLE_FROM = 5_000;
const QUIET_PROCESSOR = 30;
const QUIET_MEMORY = 50;
/** A node has room for ten services. */
const SERVICES_OF_A_NODE = 10;
const MOST_ITEMS = 1_000;

/** Of one region. */
class Book {
  readonly region: string | null;
  spent = 0;
  candidates = 0;
  total = 0;
  oracles = { count: 0, cost: 0 };
  cheapestPostgres = Number.POSITIVE_INFINITY;
  #items: Saving[] = [];
  #dearest: SeenOracle[] = [];

  constructor(region: string | null) {
    this.region = region;
  }

  add(item: Saving): void {
    this.candidates += 1;
    this.total += item.saving;
    this.#items.push(item);
    if (this.#items.length >= 2 * MOST_ITEMS) this.#items = greatest(this.#items);
  }

  addOracle(oracle: SeenOracle): void {
    this.oracles.count += 1;
    this.oracles.cost += oracle.cost;
    this.#dearest.push(oracle);
    if (this.#dearest.length >= 2 * MOST_ITEMS) this.#dearest = dearest(this.#dearest);
  }

  /** What an Oracle saves follows from the cheapest PostgreSQL, which is known at the end. */
  close(): { readonly items: readonly Saving[]; readonly candidates: number; readonly total: number } {
    const { count, cost } = this.oracles;
    const postgres = Number.isFinite(this.cheapestPostgres) ? this.cheapestPostgres : undefined;
    return {
      items: [...this.#items, ...this.#dearest.map((one) => this.#migrating(one, postgres))],
      candidates: this.candidates + count,
      total: this.total + (postgres === undefined ? cost * MIGRATE : cost - count * postgres),
    };
  }

  #migrating({ key, cost }: SeenOracle, postgres: number | undefined): Saving {
    const known = {
      kind: 'migrate',
      label: 'RDSInstance',
      key,
      region: this.region,
      costMonthly: cost,
    } as const;
    return postgres === undefined
      ? {
          ...{ ...known, saving: cost * MIGRATE, confidence: 'low' },
          reason: 'It is Oracle, and its region has no PostgreSQL to compare it with.',
        }
      : {
          ...{ ...known, saving: cost - postgres, confidence: 'medium' },
          reason: `It is Oracle, and the cheapest PostgreSQL of its region costs ${postgres}.`,
        };
  }
}

interface SeenOracle {
  readonly key: string;
  readonly cost: number;
}

const bySaving = (one: Saving, other: Saving): number =>
  other.saving - one.saving || (one.key < other.key ? -1 : 1);
const greatest = (items: readonly Saving[]): Saving[] => items.toSorted(bySaving).slice(0, MOST_ITEMS);
const dearest = (oracles: readonly SeenOracle[]): SeenOracle[] =>
  oracles
    .toSorted((one, other) => other.cost - one.cost || (one.key < other.key ? -1 : 1))
    .slice(0, MOST_ITEMS);

/** Keeps what could cost less, as the things of an estate pass by. What costs nothing that is known saves nothing that is known. */
export const savingsLedger = (): SavingsLedger => {
  const books = new Map<string | null, Book>();
  const bookOf = (region: string | undefined): Book => {
    const name = region ?? null;
    const book = books.get(name) ?? new Book(name);
    books.set(name, book);
    return book;
  };
  /** The book that a thing of this cost is written to. */
  const spending = ({ region, costMonthly }: Seen): Book | undefined => {
    if (costMonthly === undefined) return undefined;
    const book = bookOf(region);
    book.spent += costMonthly;
    return book;
  };
  return {
    cluster: (seen, services) => {
      const { name, costMonthly: cost = 0, totalNodes: nodes = 0 } = seen;
      const book = spending(seen);
      if (!book || services * SERVICES_OF_A_NODE >= nodes) return;
      book.add({
        ...{ kind: 'right-size', label: 'EKSCluster', key: name, region: book.region, costMonthly: cost },
        ...{ saving: cost * RIGHT_SIZE, confidence: 'high' },
        reason: `It has ${nodes} nodes for ${services} ${services === 1 ? 'service' : 'services'}.`,
      });
    },
    machine: (seen) => {
      const { instanceId, costMonthly: cost = 0, cpuUtilization: cpu, memoryUtilization: memory } = seen;
      const book = spending(seen);
      if (!book || cpu === undefined || memory === undefined) return;
      if (cpu >= QUIET_PROCESSOR || memory >= QUIET_MEMORY) return;
      book.add({
        ...{ kind: 'down-size', label: 'EC2Instance', key: instanceId, region: book.region },
        ...{ costMonthly: cost, saving: cost * DOWN_SIZE, confidence: 'medium' },
        reason: `It uses ${cpu} % of its processor and ${memory} % of its memory.`,
      });
    },
    database: (seen) => {
      const { identifier, costMonthly: cost = 0, engine = '' } = seen;
      const book = spending(seen);
      if (!book) return;
      if (engine === 'postgres' && book.region !== null)
        book.cheapestPostgres = Math.min(book.cheapestPostgres, cost);
      if (engine.startsWith('oracle') && cost > ORACLE_FROM) book.addOracle({ key: identifier, cost });
    },
    of: (region) => {
      const asked =
        region === undefined ? [...books.values()] : [books.get(region)].filter((one) => one !== undefined);
      const closed = asked.map((book) => book.close());
      const spent = asked.reduce((sum, book) => sum + book.spent, 0);
      const total = closed.reduce((sum, one) => sum + one.total, 0);
      return {
        items: greatest(closed.flatMap(({ items }) => items)),
        candidates: closed.reduce((sum, { candidates }) => sum + candidates, 0),
        total,
        share: spent ? total / spent : null,
      };
    },
    regions: () => [...books.keys()].filter((name) => name !== null),
  };
};
