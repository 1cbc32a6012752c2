import { crc32 } from 'node:zlib';
import type { Core } from './core.ts';
import { ASYNC_FROM, decompressNow } from './envelope/compression.ts';
import {
  BODY_FIXED,
  COMPRESSIONS,
  CRC_AT,
  EPOCH_COUNT_AT,
  EPOCH_LENGTH,
  EPOCHS_AT,
  FORMS,
  HEAD,
  KINDS,
  SOFT_AT,
} from './envelope/layout.ts';
import { areLivesWhole } from './envelope/lives.ts';
import type { Kind } from './kind.ts';

const BEGINNING = Buffer.from(HEAD + KINDS.value).readUInt32BE(0);
const BODY_AT = EPOCHS_AT + EPOCH_LENGTH;
const PAYLOAD_AT = BODY_AT + BODY_FIXED;
const JSON_FORM = FORMS.indexOf('json');
const UNCOMPRESSED = COMPRESSIONS.indexOf('none');
const ZSTD = COMPRESSIONS.indexOf('zstd');

/** Whether nothing is to be done with a value of the type but to answer it. */
export const isPlain = <V, I>({ policy, schema, codec, prefetch }: Kind<V, I>): boolean =>
  policy.memoryMs === 0 &&
  !policy.sliding &&
  schema === undefined &&
  codec === undefined &&
  prefetch === undefined;

/**
 * The common case in one go: fresh, JSON, without tags. Half the cost of the general way, which answers
 * for all others: `undefined` says that it must be asked.
 */
export const quickRead = <V, I>(core: Core, kind: Kind<V, I>, reply: Buffer): unknown => {
  if (reply.length < PAYLOAD_AT || reply.readUInt32BE(0) !== BEGINNING) return undefined;
  if (reply.readUInt16BE(EPOCH_COUNT_AT) !== 1 || !core.memory.followed) return undefined;
  if (reply[BODY_AT] !== JSON_FORM) return undefined;
  if (reply.toString('latin1', EPOCHS_AT, BODY_AT) !== kind.epoch.bytes) return undefined;
  if (core.clock.shared() >= reply.readUIntBE(SOFT_AT, 6) || !areLivesWhole(reply, SOFT_AT)) return undefined;
  if (reply.readUInt32BE(CRC_AT) !== crc32(reply.subarray(BODY_AT))) return undefined;
  try {
    const json = jsonOf(reply, kind.policy.maxBytes);
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
};

const jsonOf = (reply: Buffer, maxBytes: number): string | undefined => {
  const rawBytes = reply.readUInt32BE(BODY_AT + 8);
  const compression = reply[BODY_AT + 1];
  if (compression === UNCOMPRESSED)
    return reply.length - PAYLOAD_AT === rawBytes ? reply.toString('utf8', PAYLOAD_AT) : undefined;
  if (compression !== ZSTD || rawBytes >= ASYNC_FROM || rawBytes > maxBytes) return undefined;
  return decompressNow('zstd', reply.subarray(PAYLOAD_AT), rawBytes).toString();
};
