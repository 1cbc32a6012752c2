/** Who depends on whom, by numbers: two arrays for each way, of which one says where the other begins for a node. */
export interface Adjacency {
  readonly size: number;
  readonly edges: number;
  /** By its number, the key of a node. */
  readonly keys: readonly string[];
  numberOf(key: string): number | undefined;
  /** The numbers of what a node depends on. */
  out(node: number): Uint32Array;
  /** The numbers of what depends on it. */
  in(node: number): Uint32Array;
}

/** Collects edges as they come from a store. An edge to itself, and the same edge again, count once and for nothing. */
export class AdjacencyBuilder {
  readonly #numbers = new Map<string, number>();
  readonly #keys: string[] = [];
  #from = new Uint32Array(1_024);
  #to = new Uint32Array(1_024);
  #edges = 0;

  node(key: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#keys.push(key) - 1;
    this.#numbers.set(key, number);
    return number;
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
    return this.#keys.length;
  }
  get edges(): number {
    return this.#edges;
  }

  build(): Adjacency {
    const size = this.#keys.length;
    const from = this.#from.subarray(0, this.#edges);
    const to = this.#to.subarray(0, this.#edges);
    const forward = rowsOf(size, from, to);
    const backward = rowsOf(size, to, from);
    const keys = [...this.#keys];
    const numbers = new Map(this.#numbers);
    return {
      size,
      edges: forward.targets.length,
      keys,
      numberOf: (key) => numbers.get(key),
      out: (node) => rowOf(forward, node),
      in: (node) => rowOf(backward, node),
    };
  }
}

interface Rows {
  readonly starts: Uint32Array;
  readonly targets: Uint32Array;
}

const rowOf = ({ starts, targets }: Rows, node: number): Uint32Array =>
  targets.subarray(starts[node] ?? 0, starts[node + 1] ?? 0);

/** Counting sort by the one end, then each row sorted and freed of repeats. */
const rowsOf = (size: number, from: Uint32Array, to: Uint32Array): Rows => {
  const starts = new Uint32Array(size + 1);
  for (const node of from) starts[node + 1] = (starts[node + 1] ?? 0) + 1;
  for (let node = 0; node < size; node++) starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0);
  const next = starts.slice();
  const targets = new Uint32Array(from.length);
  for (let edge = 0; edge < from.length; edge++) {
    const node = from[edge] ?? 0;
    const place = next[node] ?? 0;
    targets[place] = to[edge] ?? 0;
    next[node] = place + 1;
  }
  return withoutRepeats(size, { starts, targets });
};

const withoutRepeats = (size: number, { starts, targets }: Rows): Rows => {
  const kept = new Uint32Array(size + 1);
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
  return { starts: kept, targets: targets.slice(0, length) };
};

const grown = (array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
};
