import { GraphkeepError } from '@graphkeep/core';
import type { Driver } from 'neo4j-driver';

/** What runs on a driver that was replaced may take so long to end. */
const END_MS = 30_000;

/** The driver of an engine, which may be replaced while the engine is used. */
export class CurrentDriver {
  readonly #make: () => Driver;
  readonly #old = new Map<Driver, NodeJS.Timeout>();
  #driver: Driver;
  #isLent = false;

  constructor(make: () => Driver) {
    this.#make = make;
    this.#driver = make();
  }

  get current(): Driver {
    return this.#driver;
  }

  /** For somebody who keeps it. */
  lend(): Driver {
    this.#isLent = true;
    return this.#driver;
  }

  replace(): void {
    if (this.#isLent)
      throw new GraphkeepError(
        'unsupported',
        'The driver was handed out by driver(): whoever has it would be left with one that is closed.',
      );
    const old = this.#driver;
    this.#driver = this.#make();
    const timer = setTimeout(() => void this.#end(old), END_MS);
    timer.unref();
    this.#old.set(old, timer);
  }

  async close(): Promise<void> {
    await Promise.all([this.#driver.close(), ...[...this.#old.keys()].map((old) => this.#end(old))]);
  }

  async #end(old: Driver): Promise<void> {
    clearTimeout(this.#old.get(old));
    this.#old.delete(old);
    await old.close().catch(() => {});
  }
}
