import type { SeriesDefinition } from '@graphkeep/models';
import { CompiledQuery } from 'kysely';
import type { SqlStore } from '../store.ts';
import { quote } from './column.ts';

const DAY_MS = 86_400_000;
/** How many rows one statement removes, where the server has no chunks to drop. */
const AT_ONCE = 20_000;

export interface RetainReport {
  readonly series: string;
  /** Chunks, where the server has them; else rows. */
  readonly dropped: number;
  readonly unit: 'chunks' | 'rows';
}

/** Drops what is older than is to be kept. */
export const dropOld = async <DB>(
  store: SqlStore<DB>,
  { name, keepDays }: SeriesDefinition,
  now: Date,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<RetainReport | undefined> => {
  if (keepDays === undefined) return undefined;
  const before = new Date(now.getTime() - keepDays * DAY_MS);
  if ((await store.capabilities()).hypertables) {
    const { rows } = await store.write((db) =>
      db.executeQuery<{ n: number }>(
        CompiledQuery.raw(`SELECT count(*) AS n FROM drop_chunks('${quote(name)}', $1::timestamptz)`, [
          before,
        ]),
      ),
    );
    return { series: name, dropped: rows[0]?.n ?? 0, unit: 'chunks' };
  }
  let dropped = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { numAffectedRows = 0n } = await store.write((db) =>
      db.executeQuery(
        CompiledQuery.raw(
          `DELETE FROM ${quote(name)} WHERE ctid IN (SELECT ctid FROM ${quote(name)} WHERE time < $1 LIMIT ${AT_ONCE})`,
          [before],
        ),
      ),
    );
    dropped += Number(numAffectedRows);
    if (numAffectedRows < BigInt(AT_ONCE)) return { series: name, dropped, unit: 'rows' };
  }
};
