import { limits } from '@graphkeep/contract';
import { currentContext } from '@graphkeep/core';
import type { Row } from '../engine/engine.ts';
import type { Ground } from '../ground.ts';
import type { Layout } from '../statements/projection.ts';
import { getManyStatement, getStatement, type Home, type Reading } from '../statements/read.ts';

interface Batch {
  readonly home: Home;
  readonly reading: Reading;
  readonly layout: Layout;
  readonly transaction: object | undefined;
  readonly context: object | undefined;
  readonly keys: unknown[];
  readonly rows: Promise<ReadonlyMap<unknown, Row>>;
}

const open = new WeakMap<Ground, Set<Batch>>();

/**
 * The row of one key. Calls of one tick that want the same are answered by one statement, so that a loop over `get` costs
 * no statement a turn; a call that is alone waits for nothing but the end of the tick.
 */
export const batchedRow = async (
  ground: Ground,
  home: Home,
  reading: Reading,
  layout: Layout,
  key: unknown,
): Promise<Row | undefined> => {
  const [transaction, context] = [ground.current(), currentContext()];
  const batches = open.get(ground) ?? new Set<Batch>();
  open.set(ground, batches);
  for (const batch of batches)
    if (
      batch.home === home &&
      batch.layout.text === layout.text &&
      batch.reading.withDeleted === reading.withDeleted &&
      batch.transaction === transaction &&
      batch.context === context &&
      batch.keys.length < limits.maxListFilter
    ) {
      batch.keys.push(key);
      return (await batch.rows).get(key);
    }
  const keys = [key];
  const batch: Batch = {
    home,
    reading,
    layout,
    transaction,
    context,
    keys,
    rows: endOfTick().then(() => {
      batches.delete(batch);
      return load(ground, batch);
    }),
  };
  batches.add(batch);
  return (await batch.rows).get(key);
};

/** After every promise that can go on now has gone on. */
const endOfTick = (): Promise<void> =>
  Promise.resolve().then(() => new Promise((resolve) => process.nextTick(resolve)));

const load = async (ground: Ground, batch: Batch): Promise<ReadonlyMap<unknown, Row>> => {
  const { home, reading, layout } = batch;
  const keys = [...new Set(batch.keys)];
  if (keys.length > 1) return rowsByKey(await ground.read(getManyStatement(reading, layout, home, keys)));
  const { rows } = await ground.read(getStatement(reading, layout, home, keys[0]));
  return new Map(rows.map((row) => [keys[0], row]));
};

/** The rows of `getManyStatement` by their last column, which is the key. */
export const rowsByKey = ({ rows }: { readonly rows: readonly Row[] }): ReadonlyMap<unknown, Row> =>
  new Map(rows.map((row) => [row.at(-1), row]));
