/** What holds connections of the pool: where none is left, the error can name it. */
export class Leases {
  readonly #open = new Set<{ readonly operation: string; readonly since: number }>();

  take(operation: string): () => void {
    const lease = { operation, since: performance.now() };
    this.#open.add(lease);
    return () => void this.#open.delete(lease);
  }

  /** `Player.list for 12.0 s`, the oldest first. */
  longest(count: number): readonly string[] {
    return [...this.#open]
      .slice(0, count)
      .map(
        ({ operation, since }) => `${operation} for ${((performance.now() - since) / 1_000).toFixed(1)} s`,
      );
  }
}
