import { id } from '@graphkeep/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineGraph, defineNode } from '../../src/index.ts';

const key = { thingId: id('thg') };
const define = (shape: z.ZodRawShape) =>
  defineNode({ label: 'Thing', key: 'thingId', shared: true, schema: z.object({ ...key, ...shape }) });

describe('defineNode', () => {
  it('knows how each field is kept', () => {
    const node = define({
      text: z.string(),
      mail: z.email().optional(),
      kind: z.enum(['a', 'b']),
      count: z.int(),
      whole: z.number().int(),
      ratio: z.number().default(0),
      on: z.boolean(),
      at: z.date(),
      tags: z.array(z.string()),
      levels: z.array(z.number()),
      nested: z.object({ x: z.number() }),
      free: z.record(z.string(), z.json()),
      things: z.array(z.object({ x: z.union([z.string(), z.null()]) })),
    });
    expect(Object.fromEntries(node.fields.map(({ name, kind }) => [name, kind]))).toEqual({
      thingId: 'string',
      text: 'string',
      mail: 'string',
      kind: 'string',
      count: 'integer',
      whole: 'integer',
      ratio: 'float',
      on: 'boolean',
      at: 'date',
      tags: 'list',
      levels: 'list',
      nested: 'json',
      free: 'json',
      things: 'json',
      createdAt: 'date',
      updatedAt: 'date',
    });
    expect(node.fields.filter((field) => field.optional).map((field) => field.name)).toEqual(['mail']);
  });

  it.each([
    ['a transform', { a: z.string().transform(Number) }, /a is a transform/],
    [
      'a codec',
      { a: z.codec(z.string(), z.date(), { decode: (s) => new Date(s), encode: String }) },
      /a is a transform/,
    ],
    ['null', { a: z.string().nullable() }, /a is nullable.*\.optional\(\)/],
    ['a bigint', { a: z.bigint() }, /a has the type bigint/],
    ['mixed literals', { a: z.literal(['x', 1]) }, /a has values that are not all text/],
    ['a nested date', { a: z.object({ b: z.array(z.date()) }) }, /a holds a date inside a nested value/],
    ['a date in a list of lists', { a: z.array(z.array(z.date())) }, /a holds a date inside a nested value/],
    ['a nested transform', { a: z.object({ b: z.string().transform(Number) }) }, /a is a transform/],
    ['a map', { a: z.object({ b: z.map(z.string(), z.string()) }) }, /a holds a value of the type map/],
    ['a reserved name', { createdAt: z.date() }, /createdAt is a reserved name/],
  ])('refuses %s, and names the field', (_, shape, message) => {
    expect(() => define(shape)).toThrow(message);
  });

  it('names every problem at once', () => {
    expect(() => define({ a: z.bigint(), b: z.string().nullable() })).toThrow(/\n- a .*\n- b /);
  });

  it('asks how a key is made', () => {
    const schema = z.object({ arn: z.string() });
    expect(() => defineNode({ label: 'Host', key: 'arn', shared: true, schema })).toThrow(
      /id\('prefix'\).*naturalKey/,
    );
    expect(
      defineNode({ label: 'Host', key: 'arn', shared: true, naturalKey: true, schema }).traits.madeKey,
    ).toBe(false);
  });
});

describe('defineGraph', () => {
  it('refuses a relationship that leads nowhere, in types and when run', () => {
    const node = defineNode({
      label: 'Thing',
      key: 'thingId',
      shared: true,
      schema: z.object(key),
      relationships: { owner: { type: 'OWNED_BY', direction: 'out', to: 'Person' } },
    });
    // @ts-expect-error this graph has no node Person
    expect(() => defineGraph(node)).toThrow(
      /\n- Thing.owner leads to Person, and this graph has no node Person$/,
    );
  });

  it('refuses two nodes of one label', () => {
    expect(() => defineGraph(define({}), define({}))).toThrow(/same label/);
  });
});
