import { defineAbstract, defineGraph, defineNode } from '@graphkeep/models';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { deriveSchema } from '../src/schema/derive.ts';
import type { SchemaDiff } from '../src/schema/diff.ts';
import { describeItem } from '../src/schema/item.ts';
import { openSchema } from '../src/schema/schema.ts';
import { bareEngines, define, read, write } from './bare-engines.ts';

const Asset = defineAbstract({
  label: 'Asset',
  shared: true,
  schema: z.object({ serial: z.string() }),
  unique: ['serial'],
  storedAs: { label: 'HW_ASSET', fields: { serial: 'serial_no' } },
});
const Disk = defineNode({
  label: 'Disk',
  key: 'diskId',
  naturalKey: true,
  shared: true,
  labels: ['HW_ASSET'],
  schema: z.object({
    diskId: z.string(),
    serial: z.string(),
    secret: z.string(),
    title: z.string(),
    text: z.string().optional(),
    shape: z.array(z.number()).optional(),
  }),
  unique: ['secret'],
  encrypted: ['secret'],
  indexes: [['title', 'serial'], ['secret']],
  fullText: ['title', 'text'],
  vectors: { shape: { dimensions: 3, similarity: 'euclidean' } },
  storedAs: {
    label: 'OLD_DISK',
    fields: { serial: 'serial_no', title: 'name' },
    keyConstraint: 'disk_key',
  },
});
const Note = defineNode({
  label: 'Note',
  key: 'noteId',
  naturalKey: true,
  owner: 'writer',
  schema: z.object({ noteId: z.string(), writer: z.string(), rank: z.int() }),
});
const hardware = defineGraph(Asset, Disk, Note);

const boxes = (
  label: string,
  more: { indexes?: ['size' | 'tag'][]; unique?: 'tag'[]; fullText?: 'tag'[] } = {},
) =>
  defineGraph(
    defineNode({
      label,
      key: 'boxId',
      naturalKey: true,
      shared: true,
      schema: z.object({ boxId: z.string(), tag: z.string(), size: z.int() }),
      ...more,
    }),
  );

describe('what definitions ask of a store', () => {
  const lines = (engine: 'neo4j' | 'embedded') =>
    deriveSchema(hardware, engine)
      .filter(({ label }) => !label.startsWith('Graphkeep'))
      .map(describeItem);

  it('has stable names, and stands on stored labels, properties and blind indexes', () => {
    expect(lines('neo4j')).toEqual([
      'the unique constraint asset_serial on :HW_ASSET(serial_no)',
      'the unique constraint disk_key on :OLD_DISK(diskId)',
      'the unique constraint disk_secret on :OLD_DISK(secret_blind)',
      'the index disk_title_serial on :OLD_DISK(name, serial_no)',
      'the full-text index disk_text on :OLD_DISK(name, text)',
      'the vector index disk_shape_vector on :OLD_DISK(shape)',
      'the unique constraint note_id on :Note(noteId)',
      'the index note_writer on :Note(writer)',
    ]);
  });

  it('is one index a property on the embedded engine, and one beside each constraint', () => {
    expect(lines('embedded')).toEqual([
      'the unique constraint asset_serial on :HW_ASSET(serial_no)',
      'the index asset_serial_index on :HW_ASSET(serial_no)',
      'the unique constraint disk_key on :OLD_DISK(diskId)',
      'the index disk_key_index on :OLD_DISK(diskId)',
      'the unique constraint disk_secret on :OLD_DISK(secret_blind)',
      'the index disk_secret_index on :OLD_DISK(secret_blind)',
      'the index old_disk_name on :OLD_DISK(name)',
      'the index old_disk_serial_no on :OLD_DISK(serial_no)',
      'the full-text index disk_text_name on :OLD_DISK(name)',
      'the full-text index disk_text_text on :OLD_DISK(text)',
      'the vector index disk_shape_vector on :OLD_DISK(shape)',
      'the unique constraint note_id on :Note(noteId)',
      'the index note_id_index on :Note(noteId)',
      'the index note_writer on :Note(writer)',
    ]);
  });

  it('gives no two items one name', () => {
    const graph = defineGraph(
      defineNode({
        label: 'Thing',
        key: 'thingId',
        naturalKey: true,
        shared: true,
        schema: z.object({ thingId: z.string(), id: z.string() }),
        unique: ['id'],
      }),
    );
    const names = deriveSchema(graph, 'neo4j').map(({ name }) => name);
    expect(names).toContain('thing_id');
    expect(names).toContain('thing_id_unique');
    expect(new Set(names).size).toBe(names.length);
  });
});

describe.each(await bareEngines())('the schema of a store on $name', ({ name, open }) => {
  const engine = open();
  afterAll(() => engine.close());
  const extraOf = ({ extra }: SchemaDiff, label: string) =>
    extra.filter(({ item }) => item.label === label).map(({ item, ours }) => [item.name, ours]);

  it('is made whole, and once', async () => {
    const schema = openSchema(engine, hardware);
    const first = await schema.apply();
    expect(first.missing.map((item) => item.name)).toContain('disk_key');
    const again = await schema.apply();
    expect(again.missing).toEqual([]);
    expect(again.changed).toEqual([]);
    expect(await schema.verify()).toEqual([]);
    expect(await schema.isConnected()).toBe(true);
    expect(await schema.version()).toMatchObject({ version: 0, current: true });
  });

  it('is made by several that start at once', async () => {
    const graph = boxes('Race', { indexes: [['size']], unique: ['tag'] });
    await Promise.all(Array.from({ length: 4 }, () => openSchema(engine, graph).start()));
    expect(await openSchema(engine, graph).verify()).toEqual([]);
  });

  it('tells what is missing, what is not ours, and makes the one and leaves the other', async () => {
    const schema = openSchema(engine, boxes('Drift', { indexes: [['size']] }));
    await schema.apply();
    await define(engine, 'CREATE INDEX `by_hand` IF NOT EXISTS FOR (n:`Drift`) ON (n.`tag`)');
    await define(engine, 'DROP INDEX `drift_size` IF EXISTS');
    const diff = await schema.diff();
    expect(diff.missing.map((item) => item.name)).toEqual(['drift_size']);
    expect(extraOf(diff, 'Drift')).toEqual([['by_hand', false]]);
    expect(await schema.verify()).toEqual(['the index drift_size on :Drift(size) is missing']);
    await schema.apply({ dropExtra: true });
    expect(await schema.verify()).toEqual([]);
    expect(extraOf(await schema.diff(), 'Drift')).toEqual([['by_hand', false]]);
  });

  it('drops what was made for a definition of before, when it is asked to', async () => {
    await openSchema(engine, boxes('Shrunk', { indexes: [['size'], ['tag']] })).apply();
    const schema = openSchema(engine, boxes('Shrunk', { indexes: [['size']] }));
    expect(extraOf(await schema.apply(), 'Shrunk')).toEqual([['shrunk_tag', true]]);
    expect(extraOf(await schema.diff(), 'Shrunk')).toEqual([['shrunk_tag', true]]);
    await schema.apply({ dropExtra: true });
    expect(extraOf(await schema.diff(), 'Shrunk')).toEqual([]);
  });

  it('takes what is there under another name, and puts a constraint in the place of an index', async () => {
    await define(
      engine,
      'CREATE CONSTRAINT `old_key` IF NOT EXISTS FOR (n:`Legacy`) REQUIRE n.`boxId` IS UNIQUE',
    );
    await define(engine, 'CREATE INDEX `old_tag` IF NOT EXISTS FOR (n:`Legacy`) ON (n.`tag`)');
    const schema = openSchema(engine, boxes('Legacy', { unique: ['tag'] }));
    await schema.apply();
    expect(await schema.verify()).toEqual([]);
    const made = await read(engine, 'SHOW CONSTRAINTS');
    const names = made
      .flat()
      .filter((value) => value === 'old_key' || value === 'legacy_id' || value === 'legacy_tag');
    expect(names).toEqual(expect.arrayContaining(['old_key', 'legacy_tag']));
    expect(names).not.toContain('legacy_id');
  });

  it('names the constraint that the data break, and by how much', async () => {
    await write(engine, "UNWIND ['a', 'a', 'a', 'b', 'b', 'c'] AS tag CREATE (:Double {tag: tag})");
    await expect(openSchema(engine, boxes('Double', { unique: ['tag'] })).apply()).rejects.toThrow(
      'The unique constraint double_tag on :Double(tag) cannot be made: 2 values are held by more than one node, the most frequent by 3. Make them different first.',
    );
  });

  it('replaces an index that a search finds by its name, when its fields have changed', async () => {
    await openSchema(engine, boxes('Page', { fullText: ['tag'] })).apply();
    const wide = defineGraph(
      defineNode({
        label: 'Page',
        key: 'boxId',
        naturalKey: true,
        shared: true,
        schema: z.object({ boxId: z.string(), tag: z.string(), title: z.string() }),
        fullText: ['tag', 'title'],
      }),
    );
    const schema = openSchema(engine, wide);
    const diff = await schema.apply();
    expect(diff.changed.map(({ wanted }) => wanted.name)).toEqual(name === 'neo4j' ? ['page_text'] : []);
    expect(await schema.verify()).toEqual([]);
  });

  it('refuses a store that a newer program has written', async () => {
    const graph = boxes('Versioned');
    const known = await openSchema(engine, graph).version();
    await openSchema(engine, graph, { version: 7 }).start();
    await expect(openSchema(engine, graph, { version: 6 }).start()).rejects.toThrow(
      'The store has version 7 of the schema, and this program has version 6. Start the newer program',
    );
    await expect(openSchema(engine, graph, { version: 6, apply: false }).start()).rejects.toThrow(
      /version 7/,
    );
    await openSchema(engine, graph, { version: 7, apply: false }).start();
    await write(
      engine,
      "MATCH (n:GraphkeepState {id: 'schema'}) SET n.version = $version, n.format = $format",
      {
        version: known?.version ?? 0,
        format: engine.codec.encodeCount(99),
      },
    );
    await expect(openSchema(engine, graph).start()).rejects.toThrow(
      /written by a newer Graphkeep \(its layout is 99/,
    );
  });
});
