import { z } from 'zod';

/** What a plan says of one statement that was run. */
export interface StatementPlan {
  /** As the planner counts it, before anything is run. */
  readonly cost: number;
  readonly tookMs: number;
  /** What it answered. */
  readonly rows: number;
  /** What was looked at for that, in all tables and chunks. */
  readonly rowsRead: number;
  /** Pages of 8 kB that were looked at. */
  readonly buffers: number;
  /** Those of a table in chunks by the name of the whole. */
  readonly indexes: readonly string[];
  /** Tables or chunks that were read from end to end, with how many rows. */
  readonly scans: readonly { readonly table: string; readonly rows: number }[];
  readonly spilled: boolean;
  /** Rows that were looked up in the table although the index has all of them. */
  readonly heapFetches: number;
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Total Cost': number;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly 'Rows Removed by Filter'?: number | undefined;
  readonly 'Rows Removed by Index Recheck'?: number | undefined;
  readonly 'Heap Fetches'?: number | undefined;
  readonly 'Sort Space Type'?: string | undefined;
  readonly 'Shared Hit Blocks'?: number | undefined;
  readonly 'Shared Read Blocks'?: number | undefined;
  readonly Plans?: readonly Node[] | undefined;
}

const count = z.number().optional();
const node: z.ZodType<Node> = z.object({
  'Node Type': z.string(),
  'Total Cost': z.number(),
  'Actual Rows': z.number().default(0),
  'Actual Loops': z.number().default(0),
  'Relation Name': z.string().optional(),
  'Index Name': z.string().optional(),
  'Rows Removed by Filter': count,
  'Rows Removed by Index Recheck': count,
  'Heap Fetches': count,
  'Sort Space Type': z.string().optional(),
  'Shared Hit Blocks': count,
  'Shared Read Blocks': count,
  get Plans() {
    return z.array(node).optional();
  },
});
const explained = z.tuple([z.object({ Plan: node, 'Execution Time': z.number() })]);

/** Reads what EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) answered. `known` are the names of indexes. */
export const readPlan = (answer: unknown, known: readonly string[]): StatementPlan => {
  const [{ Plan: root, 'Execution Time': tookMs }] = explained.parse(
    typeof answer === 'string' ? JSON.parse(answer) : answer,
  );
  const all = [...nodesOf(root)];
  const leaves = all.filter((one) => one['Relation Name'] !== undefined);
  return {
    cost: root['Total Cost'],
    tookMs,
    rows: root['Actual Rows'],
    rowsRead: leaves.reduce((sum, one) => sum + rowsReadBy(one), 0),
    buffers: (root['Shared Hit Blocks'] ?? 0) + (root['Shared Read Blocks'] ?? 0),
    indexes: [
      ...new Set(
        all.flatMap((one) => (one['Index Name'] === undefined ? [] : [wholeName(one['Index Name'], known)])),
      ),
    ],
    scans: leaves
      .filter((one) => one['Node Type'] === 'Seq Scan')
      .map((one) => ({ table: one['Relation Name'] ?? '', rows: rowsReadBy(one) })),
    spilled: all.some((one) => one['Sort Space Type'] === 'Disk'),
    heapFetches: all.reduce((sum, one) => sum + (one['Heap Fetches'] ?? 0), 0),
  };
};

/** An index of a chunk is called like the whole one, with the chunk's name before it. */
export const wholeName = (name: string, known: readonly string[]): string =>
  known.find((one) => name === one || name.endsWith(`_${one}`)) ?? name;

function* nodesOf(root: Node): Generator<Node> {
  yield root;
  for (const child of root.Plans ?? []) yield* nodesOf(child);
}

const rowsReadBy = (one: Node): number =>
  (one['Actual Rows'] + (one['Rows Removed by Filter'] ?? 0) + (one['Rows Removed by Index Recheck'] ?? 0)) *
  one['Actual Loops'];
