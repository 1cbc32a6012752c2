/** A node was changed, as the journal tells it: by its key, without values. */
export interface NodeChange {
  readonly kind: 'created' | 'updated' | 'removed' | 'related' | 'unrelated';
  readonly key: string;
  readonly at: Date;
  /** What was changed, of an update only. */
  readonly fields?: readonly string[];
  /** The other end, where a relationship was made or removed. */
  readonly other?: { readonly label: string; readonly key: string; readonly relationship: string };
}

/** What a live connection tells beside its news. */
export type LiveNotice =
  /** From here on all is told. */
  | { readonly kind: 'ready' }
  /** Some changes will not be told any more, since they are too long ago: read anew what is shown. */
  | { readonly kind: 'reload' }
  /** The connection ends: open another one, which goes on where this one stopped. */
  | { readonly kind: 'reconnect'; readonly afterMs: number };

export type NodeEvent = NodeChange | LiveNotice;

/** An event as tRPC's own client gives it: the id is what to go on from. */
export interface Tracked<T> {
  readonly id: string;
  readonly data: T;
}
