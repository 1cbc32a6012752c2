import { GraphkeepError } from '@graphkeep/core';
import { Command } from 'ioredis';
import { type EpochState, parseEpochState } from '../epochs/book.ts';
import type { RedisLink } from '../failure/link.ts';
import type { KeySpace } from '../keys.ts';
import type { RedisClient, RedisConnection } from '../redis/connection.ts';
import { newToken } from '../token.ts';
import { apart, type Parts, together } from './apart.ts';
import { Batch } from './batch.ts';
import { Deadlines } from './deadlines.ts';
import type { Origin } from './origin.ts';
import {
  changeEpoch,
  changeEpochAlone,
  fill,
  LOG_EPOCH,
  LOG_KEY,
  LOG_LENGTH,
  LOG_STATE,
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

interface Fill extends Write {
  readonly seen: string | Buffer;
  readonly deadline: number;
}

const WRITES_AT_ONCE = 200;
/** A larger one goes by itself, so that others need not wait for it. */
const LARGE = 65_536;
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
  readonly #epochs = new Map<string, Promise<DatedEpoch>>();
  readonly #gathered = {
    reads: new Batch<string, Buffer | null>(WRITES_AT_ONCE, (keys) => this.#readAll(keys)),
    writes: new Batch<Write, 1>(WRITES_AT_ONCE, (writes) => this.#writeAll(writes)),
    fills: new Batch<Fill, FillOutcome>(WRITES_AT_ONCE, (fills) => this.#fillAll(fills)),
  };

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
    return this.#clustered ? this.#read('get', [key]) : this.#gathered.reads.add(key);
  }

  #readAll(keys: readonly string[]): Promise<(Buffer | null)[]> {
    return keys.length === 1
      ? this.#read<Buffer | null>('get', [...keys]).then((reply) => [reply])
      : this.#read('mget', [...keys]);
  }

  #read<T>(name: 'get' | 'mget', keys: string[]): Promise<T> {
    const command = new Command(name, keys, { replyEncoding: null });
    this.#client.sendCommand(command);
    this.#reads.watch(command);
    return command.promise;
  }

  /** In the order of the keys. In a cluster each key may be on another node: each is asked for by itself, all at once. */
  async readMany(keys: readonly string[]): Promise<readonly (Buffer | null)[]> {
    if (this.#clustered) return Promise.all(keys.map((key) => this.read(key)));
    const chunks = inChunks(keys, READS_AT_ONCE);
    const [only] = chunks;
    if (only !== undefined && chunks.length === 1) return this.#readAll(only);
    return (await Promise.all(chunks.map((chunk) => this.#readAll(chunk)))).flat();
  }

  /** Throws where it was not written, or not for sure. In a cluster nobody is told yet. */
  async write(write: Write): Promise<void> {
    if (!this.#clustered && write.entry.length <= LARGE) {
      await this.#gathered.writes.add(write);
      return;
    }
    void this.#gathered.writes.flush();
    await this.#writeAll([write]);
  }

  async #writeAll(writes: readonly Write[]): Promise<readonly 1[]> {
    const deadline = Math.ceil((this.#serverNow() ?? 0) + this.#writeMs);
    if ((await this.#writes.within(this.#write(writes, deadline))) !== 1)
      throw new GraphkeepError('timeout', `Redis came to a write after ${this.#writeMs} ms, and left it.`);
    return writes.map(() => 1);
  }

  /** Some at a time; tells of each part how it went. */
  async writeMany(
    writes: readonly Write[],
  ): Promise<readonly { readonly keys: readonly string[]; readonly error: unknown }[]> {
    void this.#gathered.writes.flush();
    return Promise.all(
      inChunks(writes, this.#clustered ? 1 : WRITES_AT_ONCE).map(async (chunk) => {
        const keys = chunk.map(({ key }) => key);
        return this.#writeAll(chunk).then(
          () => ({ keys, error: undefined }),
          (error: unknown) => ({ keys, error }),
        );
      }),
    );
  }

  #write(chunk: readonly Write[], deadline: number): Promise<unknown> {
    const [first] = chunk;
    const { log } = this.#keys;
    const field = LOG_KEY + this.#origin.name;
    const { inline, names, values } = this.#apart(chunk);
    if (first !== undefined && chunk.length === 1 && names.length === 0) {
      const { key, entry, lifeMs } = first;
      if (this.#clustered) return writeAlone(this.#client, [key], [entry, lifeMs, deadline]);
      return writeOne(this.#client, [key, log], [entry, lifeMs, deadline, field]);
    }
    const args: (string | number | Buffer)[] = [deadline, field, chunk.length];
    for (const [i, { lifeMs }] of chunk.entries()) args.push(inline[i] ?? '', lifeMs);
    return writeMany(this.#client, [...chunk.map(({ key }) => key), log, ...names], args, values);
  }

  /** Whether writes tell of themselves; in a cluster the log is on another node. */
  get tellsByItself(): boolean {
    return !this.#clustered;
  }

  async tell(keys: readonly string[]): Promise<void> {
    const fields = keys.flatMap((key) => [LOG_KEY + this.#origin.name, key]);
    await this.#client.xadd(this.#keys.log, 'MAXLEN', '~', LOG_LENGTH, '*', ...fields);
  }

  fill(write: Write, seen: string | Buffer, serverDeadline: number): Promise<FillOutcome> {
    const one = { ...write, seen, deadline: Math.floor(serverDeadline) };
    if (!this.#clustered && write.entry.length <= LARGE) return this.#gathered.fills.add(one);
    return this.#fillAll([one]).then(([outcome]) => outcome ?? 'failed');
  }

  async #fillAll(fills: readonly Fill[]): Promise<readonly FillOutcome[]> {
    const { inline, names, values } = this.#apart(fills);
    const args: (string | number | Buffer)[] = [fills.length];
    for (const [i, { seen, lifeMs, deadline }] of fills.entries())
      args.push(seen, inline[i] ?? '', lifeMs, deadline);
    const keys = [...fills.map(({ key }) => key), ...names];
    const outcomes = await this.#reads.within(fill(this.#client, keys, args, values));
    return fills.map((_, i) => FILL_OUTCOMES[Array.isArray(outcomes) ? Number(outcomes[i]) : -1] ?? 'failed');
  }

  #apart(writes: readonly Write[]): Parts {
    const entries = writes.map(({ entry }) => entry);
    return this.#clustered ? together(entries) : apart(entries, this.#keys.arriving);
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
      const changed = changeEpoch(this.#client, keys, [...args, LOG_EPOCH + this.#origin.name]);
      return parseEpochState(String(await this.#writes.within(changed)));
    }
    const state = String(await this.#writes.within(changeEpochAlone(this.#client, [key], args)));
    const line = [LOG_EPOCH + this.#origin.name, key, LOG_STATE, state];
    await this.#client.xadd(this.#keys.log, 'MAXLEN', '~', LOG_LENGTH, '*', ...line);
    return parseEpochState(state);
  }

  /** Many entries of one answer depend on the same epoch: one question for all who ask before it is sent. */
  readEpoch(key: string): Promise<DatedEpoch> {
    let asking = this.#epochs.get(key);
    if (asking === undefined) {
      asking = new Promise(process.nextTick).then(() => {
        this.#epochs.delete(key);
        return this.#readEpoch(key);
      });
      this.#epochs.set(key, asking);
    }
    return asking;
  }

  async #readEpoch(key: string): Promise<DatedEpoch> {
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
