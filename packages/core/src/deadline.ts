import { GraphkeepError, isGraphkeepError } from './errors.ts';

/** The longest delay that a timer takes; a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A moment by which work must be done, on the monotonic clock, with a signal that aborts when it passes. */
export class Deadline {
  readonly at: number;
  readonly #totalMs: number;
  readonly #controller = new AbortController();
  readonly #parent: AbortSignal | undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor(at: number, totalMs: number, parent: AbortSignal | undefined, timed: boolean) {
    this.at = at;
    this.#totalMs = totalMs;
    this.#parent = parent;
    if (parent?.aborted) {
      this.#followParent();
      return;
    }
    parent?.addEventListener('abort', this.#followParent, { once: true });
    if (timed) {
      this.#timer = setTimeout(this.#pass, Math.min(Math.max(this.remaining(), 0), MAX_TIMER_MS));
      this.#timer.unref();
    }
  }

  static after(ms: number, signal?: AbortSignal): Deadline {
    return new Deadline(performance.now() + ms, ms, signal, true);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds left; 0 when it has passed. */
  remaining(): number {
    return Math.max(0, this.at - performance.now());
  }

  /** Looks at the clock too, since a busy event loop fires timers late. */
  throwIfPassed(what: string): void {
    if (this.signal.aborted || this.remaining() === 0) throw this.errorFor(what);
  }

  /** Why there is no more time for `what`: the deadline passed, or the caller ended the request. */
  errorFor(what: string): GraphkeepError {
    const reason: unknown = this.signal.reason;
    const error = isGraphkeepError(reason) ? reason : this.#passed();
    return new GraphkeepError(error.code, `${what}: ${error.message}`, { cause: error });
  }

  /** A deadline of its own for a part of the work: after `ms`, or when this one passes, whichever is first. */
  within(ms: number): Deadline {
    const at = performance.now() + ms;
    return at < this.at
      ? new Deadline(at, ms, this.signal, true)
      : new Deadline(this.at, this.#totalMs, this.signal, false);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#parent?.removeEventListener('abort', this.#followParent);
  }

  readonly #pass = (): void => {
    this.#end(this.#passed());
  };

  readonly #followParent = (): void => {
    const reason: unknown = this.#parent?.reason;
    this.#end(
      isGraphkeepError(reason)
        ? reason
        : new GraphkeepError('cancelled', 'The caller ended the request.', { cause: reason }),
    );
  };

  #passed(): GraphkeepError {
    return new GraphkeepError('timeout', `The deadline of ${Math.round(this.#totalMs)} ms passed.`);
  }

  #end(reason: GraphkeepError): void {
    this[Symbol.dispose]();
    this.#controller.abort(reason);
  }
}
