import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isGraphkeepError } from '@graphkeep/core';
import type { Delivery, Streams } from '../helpers/store.ts';
import { deadLetterOf } from './dead-letters.ts';
import type { ItemCodec, WriteItem } from './item.ts';
import type { Queue } from './queue.ts';

export interface ConsumerOptions<T> {
  readonly streams: Streams;
  readonly queue: Queue;
  readonly entriesKey: string;
  readonly codec: ItemCodec<T>;
  readonly write: (items: readonly WriteItem<T>[], signal: AbortSignal) => Promise<void>;
  readonly batchSize: number;
  readonly maxDeliveries: number;
  readonly takeOverMs: number;
  readonly onError: (error: unknown) => void;
}

interface Work<T> extends WriteItem<T> {
  readonly id: string;
  readonly text: string;
  /** How often `write` refused it since it was handed out. */
  refusals: number;
  /** Whether this delivery is one of its tries. */
  counts: boolean;
}

const GROUP = 'writers';

/** It bounds how long a close waits for a read that is under way. */
const WAIT_MS = 200;
const MAX_PAUSE_MS = 5_000;

/**
 * Hands entries to `write` until it is done with them. An outage, told by a retryable error, is waited for; any other
 * error is the entry's own, and brings it to the dead letters after `maxDeliveries` tries. So does a delivery that its
 * process did not outlive, unless an outage or a close was seen before.
 */
export class QueueConsumer<T> {
  readonly #options: ConsumerOptions<T>;
  readonly #consumer = { group: GROUP, name: randomUUID() };
  readonly #closing = new AbortController();
  readonly #stopped = new AbortController();
  readonly #running: Promise<void>;
  #claimAt = 0;

  constructor(options: ConsumerOptions<T>) {
    this.#options = options;
    this.#running = this.#run();
  }

  /** Takes what is in the queue, for so long at most. What is under way then is left to other consumers. */
  async close(drainMs: number): Promise<void> {
    this.#closing.abort();
    const late = setTimeout(() => this.#stopped.abort(), drainMs);
    await this.#running;
    clearTimeout(late);
    await this.#options.streams.leave(this.#options.entriesKey, this.#consumer).catch(this.#options.onError);
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopped.signal.aborted) {
      try {
        const deliveries = await this.#next();
        failures = 0;
        if (deliveries.length > 0) await this.#handle(deliveries);
        else if (this.#closing.signal.aborted) return;
      } catch (error) {
        this.#options.onError(error);
        failures += 1;
        await this.#pause(failures);
      }
    }
  }

  async #next(): Promise<readonly Delivery[]> {
    const { streams, entriesKey, batchSize, takeOverMs } = this.#options;
    if (performance.now() >= this.#claimAt) {
      const claimed = await streams.claim(entriesKey, this.#consumer, takeOverMs, batchSize);
      if (claimed.length > 0) return claimed;
      this.#claimAt = performance.now() + takeOverMs / 2;
    }
    const wait = this.#closing.signal.aborted ? 0 : Math.min(WAIT_MS, takeOverMs / 2);
    return streams.read(entriesKey, this.#consumer, batchSize, wait);
  }

  async #handle(deliveries: readonly Delivery[]): Promise<void> {
    const work: Work<T>[] = [];
    for (const { id, text, deliveries: times } of deliveries) {
      try {
        if (times > this.#options.maxDeliveries) throw new Error('It was handed out too often.');
        const item = this.#options.codec.decode(text);
        work.push({ id, text, deliveries: times, ...item, refusals: 0, counts: true });
      } catch (error) {
        await this.#bury({ id, text, deliveries: times }, error);
      }
    }
    if (work.length === 0) return;
    const held = new Map(work.map((item) => [item.id, item]));
    const heartbeat = setInterval(() => void this.#hold(held), this.#options.takeOverMs / 3);
    try {
      await this.#write(held, [...held.keys()]);
    } finally {
      clearInterval(heartbeat);
    }
    await this.#uncount(held.values());
  }

  /** What met an outage, or is left at a close, was not tried. What its process dies of cannot be told, and counts. */
  async #uncount(work: Iterable<Work<T>>): Promise<void> {
    const unharmed = [...work].filter(({ counts, refusals }) => counts && refusals === 0);
    if (unharmed.length === 0) return;
    const { streams, entriesKey, onError } = this.#options;
    for (const item of unharmed) item.counts = false;
    const ids = unharmed.map(({ id }) => id);
    await streams.uncount(entriesKey, this.#consumer, ids).catch(onError);
  }

  /** What others have taken over meanwhile is theirs. */
  async #hold(held: Map<string, Work<T>>): Promise<void> {
    try {
      const ours = new Set(
        await this.#options.streams.hold(this.#options.entriesKey, this.#consumer, [...held.keys()]),
      );
      for (const id of held.keys()) if (!ours.has(id)) held.delete(id);
    } catch (error) {
      this.#options.onError(error);
    }
  }

  async #write(held: Map<string, Work<T>>, ids: readonly string[]): Promise<void> {
    const { write, onError, maxDeliveries } = this.#options;
    for (let tries = 1; !this.#stopped.signal.aborted; tries += 1) {
      const batch = ids.flatMap((id) => held.get(id) ?? []);
      const [first] = batch;
      if (first === undefined) return;
      try {
        await write(batch, this.#stopped.signal);
        await this.#done(batch, held);
        return;
      } catch (error) {
        if (this.#stopped.signal.aborted) return;
        onError(error);
        if (isGraphkeepError(error) && error.retryable) {
          await this.#uncount(batch);
        } else {
          // One entry of a batch is bad: which one is found by writing each alone.
          if (batch.length > 1) {
            for (const { id } of batch) await this.#write(held, [id]);
            return;
          }
          first.refusals += 1;
          if (first.deliveries + first.refusals > maxDeliveries) {
            await this.#bury(first, error);
            held.delete(first.id);
            return;
          }
        }
        await this.#pause(tries);
      }
    }
  }

  /** What was written is written: only that it is done must still be told. */
  async #done(batch: readonly Work<T>[], held: Map<string, Work<T>>): Promise<void> {
    const ids = batch.map(({ id }) => id);
    for (let tries = 1; !this.#stopped.signal.aborted; tries += 1) {
      try {
        await this.#options.streams.done(this.#options.entriesKey, GROUP, ids, true);
        for (const id of ids) held.delete(id);
        return;
      } catch (error) {
        this.#options.onError(error);
        await this.#pause(tries);
      }
    }
  }

  async #bury(entry: { id: string; text: string; deliveries: number }, reason: unknown): Promise<void> {
    await this.#options.queue.bury(GROUP, entry.id, deadLetterOf(entry.text, entry.deliveries, reason));
  }

  async #pause(failures: number): Promise<void> {
    const ms = Math.random() * Math.min(MAX_PAUSE_MS, 25 * 2 ** failures);
    await delay(ms, undefined, { signal: this.#stopped.signal }).catch(() => {});
  }
}
