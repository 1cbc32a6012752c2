import type { Change } from './record.ts';

/** What one operation changed, at its place in the order of all. */
export interface JournalEntry {
  /** From 1, without a gap: a reader that has seen it has seen all before it. */
  readonly seq: number;
  readonly at: Date;
  readonly changes: readonly Change[];
}

/** The entries after a cursor; or `reload`, where entries after it were trimmed, or it is of another store. */
export type JournalPage =
  | { readonly kind: 'entries'; readonly entries: readonly JournalEntry[]; readonly cursor: number }
  | { readonly kind: 'reload'; readonly cursor: number };
