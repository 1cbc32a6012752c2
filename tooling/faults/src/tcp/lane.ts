import type { Socket } from 'node:net';
import type { Cut, Rules } from './rules.ts';

type Event =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'end' }
  | { readonly kind: 'reset' };
type Queued = Event & { readonly dueAt: number };

/** Beyond this much in flight the sender is not read any more. Under latency it bounds the speed: 4 MiB per latency. */
const maxInFlight = 4 * 1024 * 1024;

export interface LaneEnds {
  readonly from: Socket;
  readonly to: Socket;
  readonly rules: Rules;
  /** Called with the bytes that are passed on. */
  readonly passed: (bytes: number) => void;
  /** Called where a reset has to reach both sides. */
  readonly cutOff: () => void;
}

/** One direction of one connection: what comes in is passed on in order, late, cut, or not at all. */
export class Lane {
  readonly #ends: LaneEnds;
  #queue: Queued[] = [];
  #inFlight = 0;
  #timer: NodeJS.Timeout | undefined;
  #waitsForDrain = false;
  #silenced = false;
  #lost = false;
  #cut: Cut | undefined;
  #bytesBeforeCut = 0;

  constructor(ends: LaneEnds) {
    this.#ends = ends;
    ends.from.on('data', (bytes: Buffer) => this.#take(bytes));
    ends.from.on('end', () => this.#add({ kind: 'end' }));
    ends.from.on('close', (failed) => {
      if (failed || !ends.from.readableEnded) this.#add({ kind: 'reset' });
    });
    ends.to.on('drain', () => {
      this.#waitsForDrain = false;
      this.#deliver();
    });
    ends.to.on('close', () => this.drop());
  }

  /** True after something was swallowed: a stream with a gap is of no use to anyone. */
  get lost(): boolean {
    return this.#lost;
  }

  /** From now on nothing is passed on, not even that the sender has gone. */
  silence(): void {
    this.#silenced = true;
    this.#lost = true;
    this.drop();
  }

  /** What waits for its time goes out now, in order. */
  hurry(): void {
    this.#queue = this.#queue.map((event) => ({ ...event, dueAt: 0 }));
    this.#deliver();
  }

  drop(): void {
    clearTimeout(this.#timer);
    this.#queue = [];
    this.#inFlight = 0;
    this.#ends.from.resume();
  }

  #take(bytes: Buffer): void {
    const { cut } = this.#ends.rules;
    if (this.#swallows()) {
      this.#lost = true;
      return;
    }
    if (cut !== this.#cut) {
      this.#cut = cut;
      this.#bytesBeforeCut = cut?.afterBytes ?? 0;
    }
    if (!cut || cut.timesLeft === 0 || bytes.length <= this.#bytesBeforeCut) {
      this.#bytesBeforeCut -= bytes.length;
      this.#add({ kind: 'bytes', bytes });
      return;
    }
    cut.timesLeft -= 1;
    this.#add({ kind: 'bytes', bytes: bytes.subarray(0, this.#bytesBeforeCut) });
    this.#add({ kind: 'reset' });
    this.#silenced = true;
  }

  #swallows(): boolean {
    return this.#silenced || this.#ends.rules.blackHole || this.#ends.to.destroyed;
  }

  #add(event: Event): void {
    const { from, rules } = this.#ends;
    if (this.#swallows()) {
      this.#lost = true;
      return;
    }
    const dueAt = performance.now() + rules.latencyMs + Math.random() * rules.jitterMs;
    this.#queue.push({ ...event, dueAt });
    if (event.kind === 'bytes') this.#inFlight += event.bytes.length;
    if (this.#inFlight > maxInFlight) from.pause();
    this.#deliver();
  }

  #deliver(): void {
    clearTimeout(this.#timer);
    while (!this.#waitsForDrain) {
      const next = this.#queue[0];
      if (!next) return;
      const early = next.dueAt - performance.now();
      if (early > 0) {
        this.#timer = setTimeout(() => this.#deliver(), Math.ceil(early));
        return;
      }
      this.#queue.shift();
      this.#pass(next);
    }
  }

  #pass(event: Event): void {
    const { from, to, passed, cutOff } = this.#ends;
    if (event.kind === 'end') {
      to.end();
      return;
    }
    if (event.kind === 'reset') {
      // A reset throws away what Node still holds, all of it while `to` is connecting: let that leave first.
      if (to.writableEnded) cutOff();
      else to.write('', () => cutOff());
      return;
    }
    passed(event.bytes.length);
    this.#inFlight -= event.bytes.length;
    this.#waitsForDrain = !to.write(event.bytes);
    if (this.#inFlight <= maxInFlight) from.resume();
  }
}
