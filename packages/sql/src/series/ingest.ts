import type { RollupDefinition, RowInputOf, SeriesDefinition } from '@graphkeep/models';
import { CompiledQuery } from 'kysely';
import type { z } from 'zod';
import { arrayLiteral, isSentAsText } from '../bulk/array-literal.ts';
import { openBreath } from '../bulk/breath.ts';
import type { SqlStore } from '../store.ts';
import { bucketOf, columnType, quote } from './column.ts';

export interface IngestOptions {
  /** Rows in one statement. @default 5,000 */
  readonly batch?: number;
  readonly signal?: AbortSignal;
  /** Told after each batch. */
  readonly onProgress?: (report: IngestReport) => void;
}

export interface RejectedRow {
  /** From 0, over all rows that were given. */
  readonly index: number;
  readonly field: string;
  readonly message: string;
}

export interface IngestReport {
  readonly inserted: number;
  /** Rows that were there already; what was there stays. */
  readonly duplicates: number;
  readonly rejected: number;
  /** The first hundred of them. */
  readonly rejections: readonly RejectedRow[];
}

const FUTURE_MS = 300_000;
const DAY_MS = 86_400_000;
const TOLD = 100;

/**
 * Takes rows as they come. What is wrong is told by its place and left out, what is there already is left out too: the same rows
 * may be sent again after any failure. No more than one batch waits while another is written.
 */
export const ingest = async <DB, D extends SeriesDefinition>(
  store: SqlStore<DB>,
  definition: D,
  rows: Iterable<RowInputOf<D>> | AsyncIterable<RowInputOf<D>>,
  {
    rollups,
    now,
    batch = 5_000,
    signal,
    onProgress = () => {},
  }: IngestOptions & { readonly rollups: readonly RollupDefinition[]; readonly now: () => Date },
): Promise<IngestReport> => {
  const write = writerOf(store, definition, rollups);
  const rejections: RejectedRow[] = [];
  let [inserted, duplicates, rejected, index] = [0, 0, 0, 0];
  const report = (): IngestReport => ({ inserted, duplicates, rejected, rejections: [...rejections] });

  let some: Record<string, unknown>[] = [];
  let writing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const { length } = some;
    // Made while the batch before is written.
    const send = write(some);
    some = [];
    await writing;
    signal?.throwIfAborted();
    writing = send().then((count) => {
      inserted += count;
      duplicates += length - count;
      onProgress(report());
    });
    // A batch that fails is told by the next one, or at the end.
    writing.catch(() => {});
  };

  const breath = openBreath();
  for await (const row of rows) {
    const parsed = definition.schema.safeParse(row);
    const problem = parsed.success
      ? problemOfTime(parsed.data['time'], definition, now())
      : firstIssue(parsed.error);
    if (problem) {
      rejected += 1;
      if (rejections.length < TOLD) rejections.push({ index, ...problem });
    } else if (parsed.success) some.push(parsed.data);
    index += 1;
    if (some.length >= batch) await flush();
    await breath();
  }
  if (some.length > 0) await flush();
  await writing;
  return report();
};

type Problem = Pick<RejectedRow, 'field' | 'message'>;

const firstIssue = (error: z.ZodError): Problem => {
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys')
    return { field: issue.keys.join(', '), message: 'is not known here' };
  return { field: issue?.path.join('.') || 'row', message: issue?.message ?? 'is wrong' };
};

const problemOfTime = (time: unknown, { keepDays }: SeriesDefinition, now: Date): Problem | undefined => {
  if (!(time instanceof Date)) return { field: 'time', message: 'is no time' };
  if (time.getTime() > now.getTime() + FUTURE_MS)
    return {
      field: 'time',
      message: `is in the future: it must not be later than ${now.toISOString()}, give or take five minutes`,
    };
  if (keepDays !== undefined && time.getTime() < now.getTime() - keepDays * DAY_MS)
    return { field: 'time', message: `is older than the ${keepDays} days that are kept` };
  return undefined;
};

/** Makes what is sent of a batch; what it gives sends it, and answers how many rows were new. */
type Writer = (rows: readonly Record<string, unknown>[]) => () => Promise<number>;

/** One statement a batch: rows are never there without the note that their buckets are to be summed up. */
const writerOf = <DB>(
  store: SqlStore<DB>,
  { name, fields }: SeriesDefinition,
  rollups: readonly RollupDefinition[],
): Writer => {
  const columns = fields.map((field) => ({ ...field, type: columnType(field) }));
  const list = columns.map(({ stored }) => quote(stored)).join(', ');
  const sent = columns.map(({ type }, at) => `$${at + 1}::${isSentAsText(type) ? 'text' : type}[]`);
  const values = columns.map(
    ({ stored, type }) => `u.${quote(stored)}${isSentAsText(type) ? `::${type}` : ''}`,
  );
  const mine = rollups.filter(({ of }) => of.name === name);
  const notes = mine.map(
    (rollup, at) =>
      `, late_${at} AS (INSERT INTO graphkeep_late (rollup, bucket) SELECT DISTINCT '${rollup.name}', ${bucketOf(rollup)} FROM fresh)`,
  );
  const text = [
    `WITH fresh AS (INSERT INTO ${quote(name)} (${list})`,
    `SELECT ${values.join(', ')} FROM unnest(${sent.join(', ')}) AS u(${list})`,
    `ON CONFLICT DO NOTHING RETURNING time)${notes.join('')}`,
    'SELECT count(*) AS inserted FROM fresh',
  ].join(' ');
  return (rows) => {
    const params = columns.map((column) =>
      arrayLiteral(
        column.type,
        rows.map((row) => row[column.name]),
      ),
    );
    return async () => {
      // Sent again where the store was away for a moment: what was kept of it is a duplicate then.
      const answer = await store.write((db) =>
        db.executeQuery<{ inserted: number }>(CompiledQuery.raw(text, params)),
      );
      return answer.rows[0]?.inserted ?? 0;
    };
  };
};
