import { defineNode, type Field } from '@graphkeep/models';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Engine } from '../../src/engine/engine.ts';
import { bareEngines, call } from '../bare-engines.ts';
import { statement } from './statement.ts';

const engines = await bareEngines();

const Sample = defineNode({
  label: 'CodecSample',
  key: 'sampleId',
  naturalKey: true,
  shared: true,
  schema: z.object({
    sampleId: z.string(),
    text: z.string(),
    integer: z.int(),
    float: z.number(),
    boolean: z.boolean(),
    date: z.date(),
    texts: z.array(z.string()),
    integers: z.array(z.int()),
    floats: z.array(z.number()),
    booleans: z.array(z.boolean()),
    dates: z.array(z.date()),
    json: z.object({ a: z.number().optional(), b: z.array(z.string()).optional() }),
  }),
});
const fieldOf = (name: string): Field => {
  const field = Sample.fields.find((one) => one.name === name);
  if (!field) throw new Error(`There is no field ${name}.`);
  return field;
};

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const integer = fc.oneof(
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, 1, -1, 2 ** 53 - 1, 1 - 2 ** 53, 2 ** 31, -(2 ** 31)),
);
const float = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1, 1.5, 2 ** 60, 1e300, 5e-324),
);
const date = fc.date({ noInvalidDate: true });
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  text,
  integer,
  float,
  boolean: fc.boolean(),
  date,
  texts: fc.array(text),
  integers: fc.array(integer),
  floats: fc.array(float),
  booleans: fc.array(fc.boolean()),
  dates: fc.array(date),
  json: fc.record({ a: float, b: fc.array(text) }, { requiredKeys: [] }),
};

describe.each(engines)('values on $name', ({ open }) => {
  let engine: Engine;
  beforeAll(() => {
    engine = open();
  });
  afterAll(() => engine.close());

  /** Writes each value, and reads it in a transaction of its own: what is kept is what counts. */
  const throughStore = async (field: Field, all: readonly unknown[]): Promise<readonly unknown[]> => {
    const { codec } = engine;
    const rows = all.map((value, index) => ({
      at: codec.encodeCount(index),
      value: codec.encode(field, value),
    }));
    await engine.transaction(
      'write',
      async (run) => {
        await run(statement('MATCH (n:`CodecSample`) DELETE n'));
        await run(
          statement('UNWIND $rows AS row CREATE (n:`CodecSample` {`at`: row.`at`, `value`: row.`value`})', {
            rows,
          }),
        );
      },
      call(),
    );
    const kept = await engine.read(
      statement('MATCH (n:`CodecSample`) RETURN n.`value` AS `value` ORDER BY n.`at`'),
      call(),
    );
    return kept.rows.map(([value]) => codec.decode(field, value));
  };

  it.each(Object.keys(values))('keeps every %s', async (name) => {
    const field = fieldOf(name);
    await fc.assert(
      fc.asyncProperty(fc.array(values[name] ?? fc.constant(null), { minLength: 20 }), async (all) => {
        expect(await throughStore(field, all)).toEqual(all.map(withoutMinusZero));
      }),
      { numRuns: 8 },
    );
  });

  it('keeps a text of a megabyte, and every sort of character', async () => {
    const long = 'ä😀\u0000\u2028'.repeat(200_000);
    expect(await throughStore(fieldOf('text'), [long, '', '\u{10ffff}'])).toEqual([long, '', '\u{10ffff}']);
  });

  it('refuses what it could not give back', async () => {
    const { codec } = engine;
    for (const value of [2 ** 53, -(2 ** 53), 0.5, Number.NaN]) {
      expect(() => codec.encode(fieldOf('integer'), value)).toThrow(/integer must be an integer within/);
      expect(() => codec.encode(fieldOf('integers'), [value])).toThrow(/integers must be an integer within/);
    }
    expect(() => codec.encode(fieldOf('float'), Number.POSITIVE_INFINITY)).toThrow(
      'float must be a finite number.',
    );
    expect(() => codec.encode(fieldOf('date'), new Date(Number.NaN))).toThrow('date must be a valid date.');
  });

  it('refuses an integer of the store that no number holds', async () => {
    const { rows } = await engine.read(statement('RETURN 9007199254740993 AS `big`'), call());
    expect(() => engine.codec.decode(fieldOf('integer'), rows[0]?.[0])).toThrow(
      'integer is 9007199254740993 in the store, beyond what a number holds exactly.',
    );
  });

  it('finds a moment that was written in another time zone', async () => {
    const moment = new Date('2024-07-01T12:00:00.123Z');
    const before = process.env['TZ'];
    try {
      process.env['TZ'] = 'Asia/Kolkata';
      await throughStore(fieldOf('date'), [moment]);
      process.env['TZ'] = 'America/New_York';
      const found = await engine.read(
        statement('MATCH (n:`CodecSample`) WHERE n.`value` = $value RETURN count(n) AS `count`', {
          value: engine.codec.encode(fieldOf('date'), moment),
        }),
        call(),
      );
      expect(String(found.rows[0]?.[0])).toBe('1');
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });
});

/** A store knows one zero. */
const withoutMinusZero = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutMinusZero);
  if (typeof value === 'object' && value !== null && !(value instanceof Date))
    return JSON.parse(JSON.stringify(value));
  return value === 0 ? 0 : value;
};
