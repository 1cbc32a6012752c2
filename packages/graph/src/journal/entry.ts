import type { Change } from './record.ts';

/** An entry as its transaction makes it: it gets its number after the commit. */
export interface Recorded {
  readonly id: string;
  readonly changes: readonly Change[];
}

/** What one operation changed, at its place in the order of all. */
export interface JournalEntry {
  /** From 1, without a gap: a reader that has seen it has seen all before it. */
  readonly seq: number;
  /** The same that the writer was told when it had committed. */
  readonly id: string;
  readonly at: Date;
  readonly changes: readonly Change[];
}

/** The entries after a cursor; or `reload`, where entries after it were trimmed, or it is of another store. */
export type JournalPage =
  | { readonly kind: 'entries'; readonly entries: readonly JournalEntry[]; readonly cursor: number }
  | { readonly kind: 'reload'; readonly cursor: number };
