import { newToken } from '../token.ts';

/**
 * By what name this process knows its own lines in the log, to pass over them. After a write whose outcome is unknown it takes
 * another name: should that write be done late, its line counts as a stranger's.
 */
export class Origin {
  #name = newToken();

  get name(): string {
    return this.#name;
  }

  renew(): void {
    this.#name = newToken();
  }
}
