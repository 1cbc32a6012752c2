import { randomBytes } from 'node:crypto';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CorruptEntry, decodeValue, type Entry, openEnvelope } from '../../src/envelope/decode.ts';
import { type Encoded, encodeEntry, encodeTombstone, encodeValue } from '../../src/envelope/encode.ts';
import type { Codec } from '../../src/types/options.ts';

const options = { name: 'note', codec: undefined, compressFrom: 1_024, maxBytes: 1_048_576 };
const fields = {
  token: 'abcdefgh',
  softAt: 1_700_000_000_000,
  staleUntil: 1_700_000_060_000,
  createdAt: 1_699_999_999_000,
  epochs: ['0123456789abcdef', 'fedcba9876543210'],
  tags: ['owner:42,Ärger'],
};
const written = async (value: unknown, changed = {}): Promise<Buffer> =>
  encodeEntry(await encodeValue(value, { ...options, ...changed }), fields);
const opened = (data: Buffer): Entry => {
  const entry = openEnvelope(data);
  if (entry.kind !== 'value') throw new Error('a tombstone');
  return entry;
};
const read = (data: Buffer, changed = {}): unknown => decodeValue(opened(data), { ...options, ...changed });
const corruption = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof CorruptEntry) return error.corruption;
    throw error;
  }
  return 'none';
};

const rich = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.jsonValue(),
    fc.date({ noInvalidDate: true }),
    fc.bigInt(),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.constantFrom(Number.NaN, -0, Number.POSITIVE_INFINITY, undefined),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => new Set(items)),
    fc.dictionary(fc.oneof(fc.constant('$'), fc.string()), tie('value'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
})).value;

describe('round trip', () => {
  it('keeps any value, compressed or not', () =>
    fc.assert(
      fc.asyncProperty(
        rich.filter((value) => value !== undefined),
        fc.constantFrom(1, 1_024),
        async (value, compressFrom) => {
          expect(await read(await written(value, { compressFrom }))).toEqual(value);
        },
      ),
      { numRuns: 300 },
    ));

  it('keeps null apart from undefined, and an object that looks like a mark of its own', async () => {
    expect(read(await written(null))).toBeNull();
    expect(() => encodeValue(undefined, options)).toThrow();
    for (const value of [{ $: ['d', 1] }, { $: 1n }, { $: { $: new Date(0) } }, [undefined, null]])
      expect(read(await written(value))).toEqual(value);
  });

  it('keeps what the entry says of itself', async () => {
    const { token, ...rest } = fields;
    expect(opened(await written({ text: 'a' }))).toMatchObject({ ...rest, fence: `GK1v${token}` });
  });

  it('writes by a codec of the type', async () => {
    const codec: Codec<{ readonly n: number }> = {
      encode: ({ n }) => Buffer.from([n]),
      decode: (data) => ({ n: data[0] ?? 0 }),
    };
    const entry = encodeEntry(await encodeValue({ n: 7 }, { ...options, codec }), fields);
    expect(opened(entry).payload).toEqual(Buffer.from([7]));
    expect(decodeValue(opened(entry), { ...options, codec })).toEqual({ n: 7 });
    expect(await corruption(() => read(entry))).toBe('undecodable');
  });
});

describe('compression', () => {
  const ofBytes = (count: number): string => 'x'.repeat(count);

  it('begins at the threshold', async () => {
    const forms = [];
    for (const count of [1_023, 1_024, 1_025])
      forms.push((await encodeValue(ofBytes(count), options)).compression);
    expect(forms).toEqual(['none', 'zstd', 'zstd']);
  });

  it('is left out where it saves too little', async () => {
    const value = randomBytes(8_192);
    expect((await encodeValue(value, options)).compression).toBe('none');
    expect(read(await written(value))).toEqual(value);
  });

  it('shrinks the state of a session by more than 60 %', async () => {
    const state = Array.from({ length: 60 }, (_, i) => ({
      scene: `scene-${i}`,
      choices: ['go', 'stay'],
      mood: 'calm',
    }));
    const { bytes, rawBytes } = await encodeValue(state, options);
    expect(bytes / rawBytes).toBeLessThan(0.4);
  });

  it.each([
    ['gzip', gzipSync],
    ['zlib', deflateSync],
  ] as const)('reads %s of older writers', async (compression, compress) => {
    const raw = Buffer.from(JSON.stringify({ text: ofBytes(2_000) }));
    const data = compress(raw);
    const encoded: Encoded = { form: 'json', compression, data, bytes: data.length, rawBytes: raw.length };
    expect(read(encodeEntry(encoded, fields))).toEqual({ text: ofBytes(2_000) });
  });

  it('leaves the event loop free while a large value is squeezed', async () => {
    const value = Array.from({ length: 20_000 }, (_, i) => ({ i, text: `${i} is a number` }));
    const squeezed = async (): Promise<number> => {
      let longest = 0;
      let last = performance.now();
      const timer = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 1);
      const encoded = encodeValue(JSON.stringify(value), options);
      expect(encoded).toBeInstanceOf(Promise);
      const entry = encodeEntry(await encoded, fields);
      expect(await read(entry)).toEqual(JSON.stringify(value));
      clearInterval(timer);
      return longest;
    };
    // On a busy machine this process itself is held up now and then.
    expect(Math.min(await squeezed(), await squeezed(), await squeezed())).toBeLessThan(100);
  });

  it('refuses a value over the limit', () => {
    expect(() => encodeValue(ofBytes(2_000_000), options)).toThrow(/note has 2000000 bytes; at most 1048576/);
  });
});

describe('what is no entry', () => {
  it('tells a tombstone with its bookmark', () => {
    expect(openEnvelope(encodeTombstone('abcdefgh', 'FB:kä'))).toEqual({
      kind: 'tombstone',
      fence: 'GK1dabcdefgh',
      bookmark: 'FB:kä',
    });
  });

  it('never reads another value, wherever a bit has flipped or the end is missing', async () => {
    for (const value of [{ text: 'short' }, { text: 'long '.repeat(500) }]) {
      const whole = await written(value);
      for (let bit = 0; bit < whole.length * 8; bit += 1) {
        const flipped = Buffer.from(whole);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const why = await corruption(() => expect(read(flipped)).toEqual(value));
        // What may differ is its token and its epochs: then it cannot be written over, or is out of date.
        if (why === 'none') expect(bit >> 3).toSatisfy((at: number) => at < 12 || (at >= 32 && at < 64));
      }
      for (let length = 0; length < whole.length; length += 1)
        expect(await corruption(() => read(whole.subarray(0, length)))).not.toBe('none');
    }
  });

  it('knows other versions and other programs', async () => {
    const other = await written({ text: 'a' });
    other.write('9', 2);
    expect(await corruption(() => read(other))).toBe('version');
    expect(await corruption(() => read(Buffer.from('{"text":"a"}')))).toBe('foreign');
  });

  it.each([100_000, 600_000])('stops a bomb that says %i bytes', async (rawBytes) => {
    const data = zstdCompressSync(Buffer.alloc(50_000_000));
    const encoded: Encoded = { form: 'text', compression: 'zstd', data, bytes: data.length, rawBytes };
    expect(await corruption(() => read(encodeEntry(encoded, fields)))).toBe('damaged');
    expect(await corruption(() => read(encodeEntry({ ...encoded, rawBytes: 50_000_000 }, fields)))).toBe(
      'too large',
    );
  });
});
