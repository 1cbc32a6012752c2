/** An invalidation that Redis has not confirmed. */
export type PendingChange =
  | PendingDelete
  /** Redis has the change; the log has not. */
  | { readonly kind: 'announce'; readonly key: string; readonly typeEpoch: string }
  | PendingEpoch;

export interface PendingDelete {
  readonly kind: 'delete';
  readonly key: string;
  readonly typeEpoch: string;
  readonly bookmark: string | undefined;
  /** How long the tombstone stands. */
  readonly lifeMs: number;
  /** When it was asked for, in the order of `RecentChanges`. */
  readonly at: number;
}

interface PendingEpoch {
  readonly kind: 'epoch';
  readonly key: string;
  readonly mode: 'delete' | 'expire';
  readonly bookmark: string | undefined;
}

/**
 * What failed, the last change of each key only. When there are more than the limit, a type's keys give way to one change of
 * the type as a whole: it takes away more than was asked for, never less.
 */
export class ReplayQueue {
  readonly #limit: number;
  readonly #typeEpochs: ReadonlySet<string>;
  readonly #changes = new Map<string, PendingChange>();

  constructor(limit: number, typeEpochs: ReadonlySet<string>) {
    this.#limit = limit;
    this.#typeEpochs = typeEpochs;
  }

  get size(): number {
    return this.#changes.size;
  }

  /** Whether Redis may still hold what this process has taken away. */
  covers(key: string, typeEpoch: string): boolean {
    if (this.#changes.size === 0) return false;
    return this.#changes.get(key)?.kind === 'delete' || this.#changes.has(typeEpoch);
  }

  pendingEpoch(key: string): 'delete' | 'expire' | undefined {
    if (this.#changes.size === 0) return undefined;
    const change = this.#changes.get(key);
    return change?.kind === 'epoch' ? change.mode : undefined;
  }

  add(change: PendingChange): void {
    const earlier = this.#changes.get(change.key);
    // A delete takes away what an expiry would leave for grace.
    if (earlier?.kind === 'epoch' && earlier.mode === 'delete' && change.kind === 'epoch') return;
    if (earlier?.kind === 'delete' && change.kind === 'announce') return;
    this.#changes.delete(change.key);
    if (change.kind !== 'epoch' && this.#changes.has(change.typeEpoch)) return;
    this.#changes.set(change.key, change);
    if (this.#changes.size > this.#limit) this.#gatherTypes();
  }

  /** A later write has taken the place of what was to be done. */
  settle(key: string, writtenAt: number): void {
    const change = this.#changes.get(key);
    if (change?.kind === 'delete' && change.at <= writtenAt) this.#changes.delete(key);
  }

  /** The same change, and no other that came in between, is done. */
  done(change: PendingChange): void {
    if (this.#changes.get(change.key) === change) this.#changes.delete(change.key);
  }

  all(): readonly PendingChange[] {
    return [...this.#changes.values()];
  }

  #gatherTypes(): void {
    for (const change of this.all()) if (change.kind !== 'epoch') this.#replace(change.key, change.typeEpoch);
    if (this.#changes.size <= this.#limit) return;
    // Tags alone are too many: any entry of any type may depend on them.
    this.#changes.clear();
    for (const epoch of this.#typeEpochs) this.#replace(epoch, epoch);
  }

  #replace(key: string, typeEpoch: string): void {
    this.#changes.delete(key);
    this.#changes.set(typeEpoch, { kind: 'epoch', key: typeEpoch, mode: 'delete', bookmark: undefined });
  }
}
