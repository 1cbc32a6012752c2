/** Packages come one after another in a run: a server outlives its last user by this long, unless it is told to end. */
const LINGER_MS = 30_000;

/** Does something when nobody has needed it for a while. */
export class Lingering {
  readonly #act: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(act: () => void) {
    this.#act = act;
  }

  begin(): void {
    this.cancel();
    this.#timer = setTimeout(this.#act, LINGER_MS);
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}
