import type { Guard } from '../daemon/guard-link.ts';

/** What every local server needs of the daemon. */
export interface Host {
  readonly guard: Guard;
  /** A fresh folder for the data of one server, below `parent` where it must not be in the runtime folder. */
  folder(parent?: string): Promise<string>;
}
