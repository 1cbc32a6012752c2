import { GraphkeepError } from '@graphkeep/core';
import { type EpochState, parseEpochState } from '../epochs/book.ts';
import type { RedisLink } from '../failure/link.ts';
import type { KeySpace } from '../keys.ts';
import type { RedisClient, RedisConnection } from '../redis/connection.ts';
import { newToken } from '../token.ts';
import { Deadlines } from './deadlines.ts';
import type { Origin } from './origin.ts';
import {
  changeEpoch,
  changeEpochAlone,
  fill,
  LOG_LENGTH,
  readEpoch,
  release,
  renew,
  unlinkSame,
  writeAlone,
  writeMany,
  writeOne,
} from './scripts.ts';

export interface Write {
  readonly key: string;
  readonly entry: Buffer;
  readonly lifeMs: number;
}

export interface DatedEpoch extends EpochState {
  /** How long ago it was changed, by the server's clock alone. */
  readonly ageMs: number;
}

export type FillOutcome = 'stored' | 'fenced' | 'late' | 'failed';
const FILL_OUTCOMES: readonly FillOutcome[] = ['fenced', 'stored', 'late'];

export interface RedisTierOptions {
  readonly connection: RedisConnection;
  readonly keys: KeySpace;
  readonly origin: Origin;
  /** How long a read is waited for. */
  readonly readMs: number;
  /** How long a write is waited for; Redis does not do it later. */
  readonly writeMs: number;
  /** The server's time, as far as it is known. */
  serverNow(): number | undefined;
  readonly epochLifeMs: number;
}

const WRITES_AT_ONCE = 200;
const READS_AT_ONCE = 1_000;

/** The commands that the cache gives to Redis, one method each. They throw what ioredis throws. */
export class RedisTier {
  readonly #client: RedisClient;
  readonly #clustered: boolean;
  readonly #keys: KeySpace;
  readonly #origin: Origin;
  readonly #reads: Deadlines;
  readonly #writes: Deadlines;
  readonly #writeMs: number;
  readonly #serverNow: () => number | undefined;
  readonly #epochLifeMs: number;

  constructor(options: RedisTierOptions) {
    this.#client = options.connection.client;
    this.#clustered = options.connection.topology === 'cluster';
    this.#keys = options.keys;
    this.#origin = options.origin;
    this.#reads = new Deadlines(options.readMs);
    this.#writes = new Deadlines(options.writeMs);
    this.#writeMs = options.writeMs;
    this.#serverNow = options.serverNow;
    this.#epochLifeMs = options.epochLifeMs;
  }

  read(key: string): Promise<Buffer | null> {
    return this.#reads.within(this.#client.getBuffer(key));
  }

  /** In the order of the keys. In a cluster each key may be on another node: each is asked for by itself, all at once. */
  async readMany(keys: readonly string[]): Promise<readonly (Buffer | null)[]> {
    if (this.#clustered) return Promise.all(keys.map((key) => this.read(key)));
    const chunks = inChunks(keys, READS_AT_ONCE);
    const replies = await Promise.all(
      chunks.map((chunk) => this.#reads.within(this.#client.mgetBuffer(...chunk))),
    );
    return replies.flat();
  }

  /** Answers the keys that were not written, or not for sure; in a cluster nobody is told yet. */
  async writeMany(
    writes: readonly Write[],
  ): Promise<readonly { readonly key: string; readonly error: unknown }[]> {
    const failed: { key: string; error: unknown }[] = [];
    await Promise.all(
      inChunks(writes, this.#clustered ? 1 : WRITES_AT_ONCE).map(async (chunk) => {
        try {
          await this.#writeChunk(chunk);
        } catch (error) {
          for (const { key } of chunk) failed.push({ key, error });
        }
      }),
    );
    return failed;
  }

  async #writeChunk(chunk: readonly Write[]): Promise<void> {
    const deadline = Math.ceil((this.#serverNow() ?? 0) + this.#writeMs);
    if ((await this.#writes.within(this.#write(chunk, deadline))) !== 1)
      throw new GraphkeepError('timeout', `Redis came to a write after ${this.#writeMs} ms, and left it.`);
  }

  #write(chunk: readonly Write[], deadline: number): Promise<unknown> {
    const [first] = chunk;
    const { log } = this.#keys;
    const { name } = this.#origin;
    if (first !== undefined && chunk.length === 1) {
      const { key, entry, lifeMs } = first;
      if (this.#clustered) return writeAlone(this.#client, [key], [entry, lifeMs, deadline]);
      return writeOne(this.#client, [key, log], [entry, lifeMs, deadline, name]);
    }
    const args: (string | number | Buffer)[] = [deadline, name];
    for (const { entry, lifeMs } of chunk) args.push(entry, lifeMs);
    return writeMany(this.#client, [...chunk.map(({ key }) => key), log], args);
  }

  /** Whether writes tell of themselves; in a cluster the log is on another node. */
  get tellsByItself(): boolean {
    return !this.#clustered;
  }

  async tell(keys: readonly string[]): Promise<void> {
    const fields = keys.flatMap((key) => ['k', key]);
    await this.#client.xadd(
      this.#keys.log,
      'MAXLEN',
      '~',
      LOG_LENGTH,
      '*',
      'o',
      this.#origin.name,
      ...fields,
    );
  }

  async fill(
    { key, entry, lifeMs }: Write,
    seen: string | Buffer,
    serverDeadline: number,
  ): Promise<FillOutcome> {
    const args = [seen, entry, lifeMs, Math.floor(serverDeadline)];
    const answer = await this.#reads.within(fill(this.#client, [key], args));
    return FILL_OUTCOMES[Number(answer)] ?? 'failed';
  }

  async renew(key: string, seen: string, lives: Buffer, lifeMs: number, now: number): Promise<boolean> {
    return (await renew(this.#client, [key], [seen, lives, lifeMs, Math.floor(now)])) === 1;
  }

  async unlinkSame(key: string, seen: string | Buffer): Promise<void> {
    await unlinkSame(this.#client, [key], [seen]);
  }

  async unlink(key: string): Promise<void> {
    await this.#client.unlink(key);
  }

  async changeEpoch(
    key: string,
    mode: 'delete' | 'expire',
    bookmark: string | undefined,
  ): Promise<EpochState> {
    const args = [mode, newToken(), this.#epochLifeMs, bookmark ?? ''];
    if (!this.#clustered) {
      const keys = [key, this.#keys.log];
      const changed = changeEpoch(this.#client, keys, [...args, this.#origin.name]);
      return parseEpochState(String(await this.#writes.within(changed)));
    }
    const state = String(await this.#writes.within(changeEpochAlone(this.#client, [key], args)));
    const line = ['o', this.#origin.name, 'e', key, 's', state];
    await this.#client.xadd(this.#keys.log, 'MAXLEN', '~', LOG_LENGTH, '*', ...line);
    return parseEpochState(state);
  }

  async readEpoch(key: string): Promise<DatedEpoch> {
    const answer = await this.#reads.within(readEpoch(this.#client, [key], [newToken(), this.#epochLifeMs]));
    const [state, age]: readonly unknown[] = Array.isArray(answer) ? answer : [];
    const ageMs = age === 'new' ? Number.POSITIVE_INFINITY : Math.max(0, Number(age));
    return { ...parseEpochState(String(state)), ageMs };
  }

  async takeLease(entryKey: string, token: string, holdMs: number): Promise<boolean> {
    return (await this.#client.set(this.#keys.lease(entryKey), token, 'PX', holdMs, 'NX')) === 'OK';
  }

  async releaseLease(entryKey: string, token: string): Promise<void> {
    await release(this.#client, [this.#keys.lease(entryKey)], [token]);
  }

  async time(): Promise<number> {
    const [seconds = 0, microseconds = 0] = await this.#client.time();
    return Number(seconds) * 1_000 + Number(microseconds) / 1_000;
  }

  stop(): void {
    this.#reads.stop();
    this.#writes.stop();
  }
}

/** Runs a command where Redis is asked at all; `undefined` where it is away or fails, which the link is told. */
export const ask = async <T>(link: RedisLink, command: () => Promise<T>): Promise<T | undefined> => {
  if (!link.ready) return undefined;
  try {
    const answer = await command();
    link.succeeded();
    return answer;
  } catch (error) {
    link.failed(error);
    return undefined;
  }
};

const inChunks = <T>(items: readonly T[], size: number): readonly (readonly T[])[] => {
  if (items.length <= size) return items.length === 0 ? [] : [items];
  const chunks: (readonly T[])[] = [];
  for (let i = 0; i < items.length; i += size) chunks.push(items.slice(i, i + size));
  return chunks;
};
