import { FENCE_LENGTH } from '../envelope/layout.ts';
import type { KeySpace } from '../keys.ts';
import { type EntryHead, HEAD_BYTES, headOf } from './entry-head.ts';
import type { Server } from './servers.ts';
import { timeOf } from './servers.ts';

export interface ScannedEntry extends EntryHead {
  readonly key: string;
  readonly version: number;
  readonly type: string;
  readonly id: string;
  readonly bytes: number;
  /** Undefined where it never ends. */
  readonly ttlMs: number | undefined;
  /** By the server's clock. */
  readonly ageMs: number | undefined;
  /** What a removal compares: another write has another one. */
  readonly seen: Buffer;
}

const NAME = /^v(\d+):([^:]+):(.*)$/s;

interface EntryName {
  readonly version: number;
  readonly type: string;
  readonly id: string;
}

const nameOf = ({ prefix }: KeySpace, key: string): EntryName | undefined => {
  const [, version, type, id] = NAME.exec(key.slice(prefix.length)) ?? [];
  if (version === undefined || type === undefined || id === undefined) return undefined;
  return { version: Number(version), type, id };
};

/** Without those that are gone by now. One round trip, and one more for entries of which the head is longer than usual. */
export const readEntries = async (
  { redis }: Server,
  keys: KeySpace,
  names: readonly string[],
): Promise<readonly ScannedEntry[]> => {
  const wanted = names.flatMap((key) => {
    const name = nameOf(keys, key);
    return name === undefined ? [] : [{ key, ...name }];
  });
  if (wanted.length === 0) return [];
  const now = await timeOf(redis);
  const pipeline = redis.pipeline();
  for (const { key } of wanted)
    pipeline
      .strlen(key)
      .pttl(key)
      .getrangeBuffer(key, 0, HEAD_BYTES - 1);
  const replies = (await pipeline.exec()) ?? [];
  const entries: ScannedEntry[] = [];
  for (const [i, name] of wanted.entries()) {
    const [bytes, ttl, start] = replies.slice(3 * i, 3 * i + 3).map(([error, reply]) => {
      if (error !== null) throw error;
      return reply;
    });
    if (typeof bytes !== 'number' || typeof ttl !== 'number' || !Buffer.isBuffer(start) || ttl === -2)
      continue;
    let head = headOf(start, bytes <= HEAD_BYTES);
    if (head.corruption === 'truncated' && bytes > HEAD_BYTES) {
      const whole = await redis.getBuffer(name.key);
      if (whole === null) continue;
      head = headOf(whole, true);
    }
    entries.push({
      ...name,
      ...head,
      bytes,
      ttlMs: ttl < 0 ? undefined : ttl,
      ageMs: head.createdAt === undefined ? undefined : Math.max(0, now - head.createdAt),
      seen: Buffer.from(start.subarray(0, FENCE_LENGTH)),
    });
  }
  return entries;
};
