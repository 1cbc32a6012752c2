import type { Deadline } from '../deadline.ts';
import type { GraphkeepError } from '../errors.ts';
import type { BulkheadOptions, Rank } from './options.ts';
import { Refusal } from './refusal.ts';

/**
 * A number of places for calls, and a queue in front. A call that gives up leaves the queue at once; in
 * cockatiel's bulkhead it stays until its turn, and keeps others out.
 */
export class Bulkhead {
  readonly #name: string;
  readonly #options: BulkheadOptions;
  /** How many places each rank may take, with those of the ranks before it. */
  readonly #limits: Readonly<Record<Rank, number>>;
  readonly #queues: Readonly<Record<Rank, Set<Waiting>>> = {
    holding: new Set(),
    plain: new Set(),
    ahead: new Set(),
  };
  readonly #inUse: Record<Rank, number> = { holding: 0, plain: 0, ahead: 0 };
  #came = 0;

  constructor(name: string, options: BulkheadOptions) {
    const { limit, leave = 0 } = options;
    const holding = Math.max(1, limit - 2 * leave);
    this.#name = name;
    this.#options = options;
    // A call that holds its place finds one for what it waits for, however few there are.
    this.#limits = {
      holding,
      plain: Math.max(Math.min(holding + 1, limit), limit - leave),
      ahead: limit,
    };
  }

  get inUse(): number {
    const { holding, plain, ahead } = this.#inUse;
    return holding + plain + ahead;
  }

  get queued(): number {
    const { holding, plain, ahead } = this.#queues;
    return holding.size + plain.size + ahead.size;
  }

  async run<T>(work: () => Promise<T>, deadline: Deadline, rank: Rank = 'plain'): Promise<T> {
    if (this.#isFree(rank)) this.#inUse[rank] += 1;
    else await this.#wait(deadline, rank);
    try {
      return await work();
    } finally {
      this.#inUse[rank] -= 1;
      this.#letIn();
    }
  }

  #isFree(rank: Rank): boolean {
    const { holding, plain } = this.#inUse;
    if (this.inUse >= this.#limits.ahead) return false;
    if (rank === 'ahead') return true;
    return holding + plain < this.#limits.plain && (rank === 'plain' || holding < this.#limits.holding);
  }

  /** Resolves with a place taken. */
  #wait(deadline: Deadline, rank: Rank): Promise<void> {
    const { queue, waitMs } = this.#options;
    if (this.queued >= queue)
      throw this.#refusal(`${this.#options.limit} calls are running and ${queue} are waiting`);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { signal } = deadline;
    let timer: NodeJS.Timeout | undefined;
    const leave = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      this.#queues[rank].delete(waiting);
    };
    const giveUp = (): void => {
      leave();
      reject(this.#unserved(deadline));
    };
    const waiting: Waiting = {
      came: this.#came,
      enter: () => {
        leave();
        resolve();
      },
    };
    this.#came += 1;
    signal.addEventListener('abort', giveUp, { once: true });
    if (waitMs !== undefined && waitMs < deadline.remaining()) timer = setTimeout(giveUp, waitMs);
    this.#queues[rank].add(waiting);
    return promise;
  }

  /** The call was never made, so that its caller may try again: unlike a time-out, this is retryable. */
  #unserved(deadline: Deadline): GraphkeepError {
    if (!deadline.signal.aborted) return this.#refusal('no place became free in time');
    const cause = deadline.errorFor(this.#name);
    return cause.code === 'timeout' ? this.#refusal('no place became free in time', cause) : cause;
  }

  #refusal(why: string, cause?: GraphkeepError): Refusal {
    const { busy = () => `${this.#name} is busy: ${why}.` } = this.#options;
    return new Refusal('overloaded', busy(), cause && { cause });
  }

  /** First who goes ahead, then who came first of those whose rank has a place. */
  #letIn(): void {
    for (;;) {
      const [ahead] = this.#queues.ahead;
      const [plain] = this.#queues.plain;
      const [holding] = this.#queues.holding;
      const next = ([['ahead', ahead], ...inOrder(['plain', plain], ['holding', holding])] as const).find(
        ([rank, waiting]) => waiting && this.#isFree(rank),
      );
      if (!next) return;
      const [rank, waiting] = next;
      this.#inUse[rank] += 1;
      waiting?.enter();
    }
  }
}

interface Waiting {
  readonly came: number;
  readonly enter: () => void;
}

type Candidate = readonly [Rank, Waiting | undefined];

const inOrder = (one: Candidate, other: Candidate): readonly Candidate[] =>
  (one[1]?.came ?? 0) <= (other[1]?.came ?? 0) ? [one, other] : [other, one];
