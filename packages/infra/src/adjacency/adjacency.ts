import { KeyTable } from './key-table.ts';

/** Of each node a row of others: two arrays, of which one says where the other begins for a node. */
export interface Rows {
  readonly starts: Uint32Array;
  readonly targets: Uint32Array;
}

/** Who depends on whom, by numbers, in memory that threads can share. */
export interface Links {
  readonly size: number;
  /** What a node depends on. */
  readonly forward: Rows;
  /** What depends on it. */
  readonly backward: Rows;
}

export interface Adjacency extends Links {
  readonly edges: number;
  keyOf(node: number): string;
  numberOf(key: string): number | undefined;
}

/** The others of a node. */
export const rowOf = ({ starts, targets }: Rows, node: number): Uint32Array =>
  targets.subarray(starts[node] ?? 0, starts[node + 1] ?? 0);

/** How many others a node has. */
export const degreeOf = ({ starts }: Rows, node: number): number =>
  (starts[node + 1] ?? 0) - (starts[node] ?? 0);

/**
 * Collects edges as they come from a store. An edge to itself, and the same edge again, count once and for nothing. It costs
 * eight bytes for an edge once it is built, and twelve while it is.
 */
export class AdjacencyBuilder {
  readonly #keys = new KeyTable();
  #from: Uint32Array<ArrayBuffer>;
  #to: Uint32Array<ArrayBuffer>;
  #edges = 0;

  /** With as many edges as are foreseen its memory need not grow. */
  constructor(edges = 1_024) {
    this.#from = new Uint32Array(Math.max(edges, 16));
    this.#to = new Uint32Array(Math.max(edges, 16));
  }

  node(key: string): number {
    return this.#keys.add(key);
  }

  edge(from: string, to: string): void {
    if (this.#edges === this.#from.length) {
      this.#from = grown(this.#from);
      this.#to = grown(this.#to);
    }
    this.#from[this.#edges] = this.node(from);
    this.#to[this.#edges] = this.node(to);
    this.#edges += 1;
  }

  get nodes(): number {
    return this.#keys.size;
  }
  get edges(): number {
    return this.#edges;
  }

  /** Called once: what was collected is given away. */
  take(): Collected {
    const { size } = this.#keys;
    const collected = {
      size,
      from: this.#from.subarray(0, this.#edges),
      to: this.#to.subarray(0, this.#edges),
    };
    this.#from = new Uint32Array(0);
    this.#to = new Uint32Array(0);
    return collected;
  }

  /** What was made of the edges that were given away, by the keys of its nodes. */
  adjacencyOf(links: Links): Adjacency {
    const keys = this.#keys;
    return {
      ...links,
      edges: links.forward.targets.length,
      keyOf: (node) => keys.keyOf(node),
      numberOf: (key) => keys.numberOf(key),
    };
  }

  build(): Adjacency {
    return this.adjacencyOf(linksOf(this.take()));
  }
}

/** Edges as they came. */
export interface Collected {
  readonly size: number;
  readonly from: Uint32Array<ArrayBuffer>;
  readonly to: Uint32Array<ArrayBuffer>;
}

export const linksOf = ({ size, from, to }: Collected): Links => {
  const forward = rowsOf(size, from, to);
  return { size, forward, backward: turned(size, forward) };
};

const numbers = (length: number): Uint32Array =>
  new Uint32Array(new SharedArrayBuffer(length * Uint32Array.BYTES_PER_ELEMENT));

/** Counting sort by the one end, then each row sorted and freed of repeats. */
const rowsOf = (size: number, from: Uint32Array, to: Uint32Array): Rows => {
  const starts = numbers(size + 1);
  for (const node of from) starts[node + 1] = (starts[node + 1] ?? 0) + 1;
  const next = summed(starts);
  const targets = numbers(from.length);
  for (let edge = 0; edge < from.length; edge++) {
    const node = from[edge] ?? 0;
    const place = next[node] ?? 0;
    targets[place] = to[edge] ?? 0;
    next[node] = place + 1;
  }
  return withoutRepeats(size, { starts, targets });
};

/** The same edges from their other ends. */
const turned = (size: number, { starts: ends, targets: from }: Rows): Rows => {
  const starts = numbers(size + 1);
  for (const node of from) starts[node + 1] = (starts[node + 1] ?? 0) + 1;
  const next = summed(starts);
  const targets = numbers(from.length);
  for (let node = 0; node < size; node++)
    for (let at = ends[node] ?? 0; at < (ends[node + 1] ?? 0); at++) {
      const other = from[at] ?? 0;
      const place = next[other] ?? 0;
      targets[place] = node;
      next[other] = place + 1;
    }
  return { starts, targets };
};

/** Makes counts into starts, and answers a copy to count up from. */
const summed = (starts: Uint32Array): Uint32Array => {
  for (let node = 1; node < starts.length; node++)
    starts[node] = (starts[node] ?? 0) + (starts[node - 1] ?? 0);
  return starts.slice();
};

/** In place: what is left over at the end is cut off, and costs its memory. */
const withoutRepeats = (size: number, { starts, targets }: Rows): Rows => {
  const kept = numbers(size + 1);
  let length = 0;
  for (let node = 0; node < size; node++) {
    const row = targets.subarray(starts[node], starts[node + 1]).sort();
    let last = -1;
    for (const target of row) {
      if (target === last || target === node) continue;
      last = target;
      targets[length] = target;
      length += 1;
    }
    kept[node + 1] = length;
  }
  return { starts: kept, targets: targets.subarray(0, length) };
};

const grown = (array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
};
