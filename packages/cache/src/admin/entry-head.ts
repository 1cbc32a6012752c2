import { CorruptEntry, openEnvelope } from '../envelope/decode.ts';
import {
  BODY_FIXED,
  COMPRESSIONS,
  type Compression,
  EPOCH_COUNT_AT,
  EPOCH_LENGTH,
  EPOCHS_AT,
  FENCE_LENGTH,
  HEAD,
  KINDS,
  SOFT_AT,
} from '../envelope/layout.ts';

/** What an entry says of itself before its payload. */
export interface EntryHead {
  readonly kind: 'value' | 'tombstone' | 'broken';
  /** Why it is broken. */
  readonly corruption: string | undefined;
  readonly createdAt: number | undefined;
  readonly softAt: number | undefined;
  readonly tags: readonly string[];
  readonly compression: Compression | undefined;
  readonly rawBytes: number | undefined;
}

/** Enough for the tags of nearly all entries; payloads are not read. */
export const HEAD_BYTES = 4_096;

const NOTHING = {
  corruption: undefined,
  createdAt: undefined,
  softAt: undefined,
  tags: [],
  compression: undefined,
  rawBytes: undefined,
};

/** `source` is the whole entry, or its first bytes: then its check-sum is not looked at. */
export const headOf = (source: Buffer, isWhole: boolean): EntryHead => {
  try {
    if (isWhole) {
      const entry = openEnvelope(source);
      return entry.kind === 'tombstone'
        ? { ...NOTHING, kind: 'tombstone' }
        : { ...entry, corruption: undefined };
    }
    return beginningOf(source);
  } catch (error) {
    const corruption = error instanceof CorruptEntry ? error.corruption : 'truncated';
    return { ...NOTHING, kind: 'broken', corruption };
  }
};

const beginningOf = (source: Buffer): EntryHead => {
  const start = source.toString('latin1', 0, FENCE_LENGTH);
  if (!start.startsWith(HEAD))
    throw new CorruptEntry(start.startsWith(HEAD.slice(0, 2)) ? 'version' : 'foreign');
  if (start[HEAD.length] === KINDS.tombstone) return { ...NOTHING, kind: 'tombstone' };
  const count = source.readUInt16BE(EPOCH_COUNT_AT);
  const bodyAt = EPOCHS_AT + EPOCH_LENGTH * count;
  const tags: string[] = [];
  let at = bodyAt + BODY_FIXED;
  while (tags.length < count - 1) {
    const end = at + 2 + source.readUInt16BE(at);
    if (end > source.length) throw new CorruptEntry('truncated');
    tags.push(source.toString('utf8', at + 2, end));
    at = end;
  }
  return {
    kind: 'value',
    corruption: undefined,
    createdAt: source.readUIntBE(bodyAt + 2, 6),
    softAt: source.readUIntBE(SOFT_AT, 6),
    tags,
    compression: COMPRESSIONS[source[bodyAt + 1] ?? -1],
    rawBytes: source.readUInt32BE(bodyAt + 8),
  };
};
