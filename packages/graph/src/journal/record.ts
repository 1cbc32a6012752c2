import { randomUUID } from 'node:crypto';
import type { Run, Statement } from '../engine/engine.ts';
import type { Ground } from '../ground.ts';
import { own } from '../labels.ts';
import { quote } from '../statements/cypher.ts';
import type { Recorded } from './entry.ts';
import { nextStamp } from './stamp.ts';

/** One change of a node, by keys alone: the journal holds no values. */
export interface Change {
  readonly label: string;
  readonly key: string;
  readonly kind: 'created' | 'updated' | 'removed' | 'related' | 'unrelated';
  /** Whose node it is, where the definition has an owner. */
  readonly owner?: string;
  /** What was changed, by names of the definition; of an update only. */
  readonly fields?: readonly string[];
  /** The other end, where a relationship was made or removed. */
  readonly other?: {
    readonly label: string;
    readonly key: string;
    readonly relationship: string;
    readonly owner?: string;
  };
}

/** An entry is one text in the store, and is read whole. */
const CHANGES_PER_ENTRY = 500;

/**
 * Tells the journal what a transaction changed, within it and after the change itself: only then does the stamp of an
 * entry follow the stamps of those that the change had to wait for. The entry has no number yet, since a counter in
 * the transaction would be one lock for all writers.
 */
export const recordChanges = async (run: Run, ground: Ground, changes: readonly Change[]): Promise<void> => {
  if (changes.length === 0) return;
  const entries = entriesOf(changes);
  const rows = entries.map((entry, place) => rowOf(ground, entry, place));
  await run({
    ...(rows.length === 1 && rows[0]
      ? { text: createText(ground.engine, '$'), params: { ...rows[0], ...stampFor(ground.engine) } }
      : {
          text: createText(ground.engine, 'row.', 'UNWIND $rows AS row '),
          params: { rows, ...stampFor(ground.engine) },
        }),
    operation: 'journal.record',
    entries,
  });
  ground.recorded();
};

/**
 * Runs a statement that answers no rows, and tells the journal within it. To the embedded engine a statement more costs
 * half of what a small write does, and a clause more next to nothing.
 */
export const runAndRecord = async (
  run: Run,
  ground: Ground,
  statement: Statement,
  changes: readonly Change[],
): Promise<void> => {
  const entries = entriesOf(changes);
  const [entry, ...more] = entries;
  if (!entry || more.length > 0) {
    await run(statement);
    return recordChanges(run, ground, changes);
  }
  const values = { ...rowOf(ground, entry, 0), ...stampFor(ground.engine) };
  const params = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`journal_${name}`, value]),
  );
  await run({
    ...statement,
    text: `${statement.text} WITH count(*) AS written ${createText(ground.engine, '$journal_', '', 'written, ')}`,
    params: { ...statement.params, ...params },
    entries,
  });
  ground.recorded();
};

const entriesOf = (changes: readonly Change[]): readonly Recorded[] =>
  Array.from({ length: Math.ceil(changes.length / CHANGES_PER_ENTRY) }, (_, index) => ({
    id: randomUUID(),
    changes: changes.slice(index * CHANGES_PER_ENTRY, (index + 1) * CHANGES_PER_ENTRY),
  }));

const rowOf = ({ codec, now }: Ground, { id, changes }: Recorded, place: number) => ({
  id,
  at: codec.encodeCount(now().getTime()),
  place: codec.encodeCount(place),
  changes: JSON.stringify(changes),
});

/** `value` stands before the name of each value, `carried` are variables that come before this. */
const createText = (engine: Ground['engine'], value: string, unwind = '', carried = ''): string => {
  const properties = ['id', 'at', 'place', 'changes'].map((name) => `${name}: ${value}${name}`);
  const stamp = engine === 'neo4j' ? SERVER_STAMP : `${value === '$journal_' ? value : '$'}stamp`;
  const clock = engine === 'neo4j' ? `WITH ${carried}datetime.realtime() AS now ` : '';
  return `${clock}${unwind}CREATE (:${quote(own.pending)} {${properties.join(', ')}, stamp: ${stamp}})`;
};

/** Microseconds by one clock for all writers: that of the server, or of the only process. */
const SERVER_STAMP = 'now.epochSeconds * 1000000 + now.microsecond';
const stampFor = (engine: Ground['engine']) => (engine === 'embedded' ? { stamp: nextStamp() } : {});
