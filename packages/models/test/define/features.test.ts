import { id } from '@graphkeep/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  concretesOf,
  defineAbstract,
  defineGraph,
  defineNode,
  linkFields,
  typesOf,
} from '../../src/index.ts';
import { App, Disk, estate, Machine, Store } from '../estate.ts';

const schema = z.object({ thingId: id('thg'), text: z.string().optional(), count: z.int() });
const base = { label: 'Thing', key: 'thingId', shared: true, schema } as const;
const field = (name: string) => App.fields.find((one) => one.name === name);

describe('a definition', () => {
  it('keeps what the store must know', () => {
    expect(App).toMatchObject({
      stored: 'Application',
      keyConstraint: 'the_app',
      unique: ['name', 'token'],
      indexes: [['mode', 'createdAt']],
      fullText: ['name'],
      vectors: { points: { dimensions: 3, similarity: 'cosine' } },
      owner: undefined,
      journal: false,
      traits: {
        madeKey: true,
        abstract: false,
        version: true,
        softDelete: true,
        encrypted: ['secret', 'token'],
      },
    });
    expect(Disk.keyConstraint).toBe('disk_id');
    expect(Disk.traits.madeKey).toBe(false);
  });

  it('has other names in a database where they differ', () => {
    expect([field('size')?.stored, field('createdAt')?.stored, field('name')?.stored]).toEqual([
      'app_size',
      'created',
      'name',
    ]);
    expect(linkFields(estate.App.relationships.stores).map(({ name, stored }) => [name, stored])).toEqual([
      ['weight', 'w'],
    ]);
  });

  it('has a blind index for an encrypted field that is unique, and for no other', () => {
    expect(field('token')).toMatchObject({ encrypted: true, blind: 'token_blind' });
    expect(field('secret')).toMatchObject({ encrypted: true, blind: undefined });
    expect(field('name')).toMatchObject({ encrypted: false, blind: undefined });
  });

  it('has the fields of version and soft delete where it says so', () => {
    expect(field('version')).toMatchObject({ kind: 'integer', optional: false });
    expect(field('deletedAt')).toMatchObject({ kind: 'date', optional: true });
    expect(Disk.fields.map(({ name }) => name)).toEqual([
      'arn',
      'status',
      'region',
      'createdAt',
      'updatedAt',
    ]);
  });

  it('is frozen', () => {
    expect(Object.isFrozen(App)).toBe(true);
    expect(Object.isFrozen(Store)).toBe(true);
  });

  it('tells its changes to the journal where it is cached, or as it says', () => {
    const cache = { policy: 'short' };
    expect(defineNode({ ...base, cache }).journal).toBe(true);
    expect(defineNode({ ...base, cache, journal: false }).journal).toBe(false);
    expect(defineNode({ ...base, journal: true }).journal).toBe(true);
  });
});

describe('labels', () => {
  it('stand beside its own, always or where a field has a value', () => {
    expect(Disk.labels).toEqual([{ label: 'Store' }]);
    expect(Machine.labels).toEqual([{ label: 'Store', when: 'edition' }]);
    expect(concretesOf(estate, Store)).toEqual([Disk, Machine]);
  });

  it('cannot depend on a field that every node has', () => {
    expect(() => defineNode({ ...base, labels: [{ label: 'Counted', when: 'count' }] })).toThrow(
      /the label Counted depends on count, which every node has/,
    );
  });
});

describe('an abstract node', () => {
  const status = z.object({ status: z.string() });
  const concrete = (shape: z.ZodRawShape, more: object = {}) =>
    defineNode({
      label: 'Thing',
      key: 'thingId',
      shared: true,
      labels: ['Common'],
      schema: z.object({ thingId: id('thg'), ...shape }),
      ...more,
    });
  const Common = defineAbstract({ label: 'Common', shared: true, schema: status });

  it('has no key of its own', () => {
    expect(Store).toMatchObject({
      key: '$key',
      keyConstraint: '',
      traits: { abstract: true, madeKey: false },
    });
  });

  it('must have a node that is one', () => {
    expect(() => defineGraph(Common)).toThrow(/Common is abstract, and no node of this graph has it/);
  });

  it('must be what its nodes are', () => {
    expect(() => defineGraph(Common, concrete({}))).toThrow(/Thing lacks status as Common has it/);
    expect(() => defineGraph(Common, concrete({ status: z.int() }))).toThrow(/Thing lacks status/);
    expect(() => defineGraph(Common, concrete({ status: z.string().optional() }))).toThrow(
      /Thing lacks status/,
    );
    expect(() =>
      defineGraph(Common, concrete({ status: z.string() }, { storedAs: { fields: { status: 'state' } } })),
    ).toThrow(/Thing lacks status/);
    const owned = defineAbstract({ label: 'Common', owner: 'status', schema: status });
    expect(() => defineGraph(owned, concrete({ status: z.string() }))).toThrow(/differ in their owner/);
  });
});

describe('a relationship', () => {
  const relate = (relationship: object) => () =>
    defineNode({
      ...base,
      relationships: { others: { type: 'HAS', direction: 'out', to: 'Thing', ...relationship } },
    });

  it('may have several types', () => {
    expect(typesOf(estate.App.relationships.stores)).toEqual(['READS', 'WRITES']);
    expect(typesOf(estate.App.relationships.needs)).toEqual(['NEEDS']);
  });

  it.each([
    ['no type', { type: '' }, /the relationship others needs one type, or a list of several different ones/],
    ['no types', { type: [] }, /needs one type/],
    ['a list of one type', { type: ['HAS'] }, /needs one type/],
    ['a type twice', { type: ['HAS', 'HAS'] }, /needs one type/],
    [
      'a transform',
      { properties: z.object({ a: z.string().transform(Number) }) },
      /property a of others is a transform/,
    ],
    [
      'a reserved name',
      { properties: z.object({ $type: z.string() }) },
      /property \$type of others has a reserved name/,
    ],
  ])('is refused with %s', (_, relationship, message) => {
    expect(relate(relationship)).toThrow(message);
  });

  it('cannot have the name of a field, nor a reserved one', () => {
    const relationship = { type: 'HAS', direction: 'out', to: 'Thing' } as const;
    expect(() => defineNode({ ...base, relationships: { text: relationship } })).toThrow(
      /relationship text has the name of a field/,
    );
    expect(() => defineNode({ ...base, relationships: { where: relationship } })).toThrow(
      /relationship where/,
    );
    expect(() => defineNode({ ...base, version: true, relationships: { version: relationship } })).toThrow(
      /relationship version/,
    );
  });
});

describe('what is refused', () => {
  const wide = (input: object) => () => defineNode({ ...base, ...input } as typeof base);
  it.each([
    ['an encrypted number', { encrypted: ['count'] }, /count is encrypted: it must be a text/],
    ['a search in numbers', { fullText: ['count'] }, /count is searched by its words/],
    [
      'a search in what is encrypted',
      { fullText: ['text'], encrypted: ['text'] },
      /text is searched by its words: it must be a text that is not encrypted/,
    ],
    [
      'a vector of text',
      { vectors: { text: { dimensions: 2 } } },
      /text has a vector index: it must be a list of numbers/,
    ],
    ['two fields in one', { storedAs: { fields: { text: 'count' } } }, /two fields are stored as count/],
    ['an engine’s own name', { storedAs: { fields: { text: '_labels' } } }, /text is stored as _labels/],
  ])('%s', (_, input, message) => {
    expect(wide(input)).toThrow(message);
  });

  it.each([
    '_id',
    '_labels',
    'updatedAt',
    '$link',
    '$label',
    '$key',
    '$type',
    'where',
    'include',
    'AND',
    'OR',
    'NOT',
  ])('a field named %s', (name) => {
    expect(() => defineNode({ ...base, schema: schema.extend({ [name]: z.string() }) })).toThrow(
      `${name} is a reserved name`,
    );
  });

  it('version and deletedAt, where they mean something', () => {
    const own = schema.extend({ version: z.string(), deletedAt: z.date().optional() });
    expect(defineNode({ ...base, schema: own }).fields).toHaveLength(7);
    expect(() => defineNode({ ...base, schema: own, version: true, softDelete: true })).toThrow(
      /- version is a reserved name\n- deletedAt is a reserved name/,
    );
  });

  it('a key that may be missing, or is no text', () => {
    expect(() => defineNode({ ...base, key: 'count' })).toThrow(/count is the key: it must be a text/);
    expect(() => defineNode({ ...base, key: 'text' })).toThrow(
      /text is the key: it must be a text that is always there/,
    );
  });

  it('two nodes that are stored under one label', () => {
    const other = defineNode({ ...base, label: 'Other', storedAs: { label: 'Thing' } });
    expect(() => defineGraph(defineNode(base), other)).toThrow(/two nodes are stored under the same label/);
  });
});
