import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineGraph, type Graph, type NodeDefinition } from '@graphkeep/models';
import { testNeo4j } from '@graphkeep/services';
import { afterAll, describe, expect, it } from 'vitest';
import { engineOf } from '../src/engine-of.ts';
import { type GraphOptions, openGraph } from '../src/index.ts';
import { introspect } from '../src/migrations/index.ts';
import { define, write } from './bare-engines.ts';
import { guard } from './engines.ts';
import { neo4jOptions } from './neo4j-options.ts';

const neo4j = await testNeo4j();
// Beside the tests, so that what is written finds the packages that it imports.
const folder = mkdtempSync(join(import.meta.dirname, '.introspected-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const places = [
  { name: 'embedded', place: { url: `file:${folder}/graph` } },
  ...(neo4j ? [{ name: 'neo4j', place: { url: neo4j.url, neo4j: neo4jOptions(neo4j.password) } }] : []),
];

const DATA = [
  "CREATE (:HW_DISK:Asset {uuid: 'd1', `serial no`: 's1', size: 10, speed: 1.5, tags: ['x', 'y'], `where`: 'rack'})",
  "CREATE (:HW_DISK:Asset {uuid: 'd2', `serial no`: 's2', size: 20, speed: 2.5, tags: ['z'], `where`: 'shelf', note: \"it's new\"})",
  "CREATE (:Host {hostId: 'h1', active: true, mixed: 1})",
  "CREATE (:Host {hostId: 'h2', active: false, mixed: 'two'})",
  'CREATE (:Loose {n: 1})',
  "MATCH (h:Host {hostId: 'h1'}), (d:HW_DISK) CREATE (h)-[:HAS_DISK {slot: 1}]->(d)",
  "MATCH (h:Host), (d:HW_DISK {uuid: 'd1'}) WHERE h.hostId = 'h2' CREATE (d)-[:SPARE_OF]->(h)",
];

describe.each(places)('definitions of a living database on $name', ({ name, place }) => {
  const open = <G extends Graph>(graph: G, more: Partial<GraphOptions<G>> = {}) =>
    openGraph({ graph, ...place, guard, journal: { relay: false }, ...more });

  it('are written, load, and read what is there', async () => {
    const bare = await open(defineGraph(), { schema: { apply: false } });
    const engine = engineOf(bare);
    await define(
      engine,
      'CREATE CONSTRAINT `disk_uuid` IF NOT EXISTS FOR (n:`HW_DISK`) REQUIRE n.`uuid` IS UNIQUE',
    );
    await define(engine, 'CREATE INDEX `disk_size` IF NOT EXISTS FOR (n:`HW_DISK`) ON (n.`size`)');
    for (const text of DATA) await write(engine, text);
    const text = await introspect(bare);
    await bare.close();
    expect(text).toContain(
      [
        'export const HwDisk = defineNode({',
        "  label: 'HW_DISK',",
        "  key: 'uuid',",
        '  naturalKey: true,',
        '  shared: true,',
        "  labels: ['Asset'],",
        '  schema: z.object({',
        '    note: z.string().optional(),',
        '    serialNo: z.string(),',
        '    size: z.int(),',
        '    speed: z.number(),',
        '    tags: z.array(z.string()),',
        '    uuid: z.string(),',
        '    whereValue: z.string(),',
        '  }),',
        "  indexes: [['size']],",
        '  relationships: {',
        "    spareOf: { type: 'SPARE_OF', direction: 'out', to: 'Host', one: true },",
        '  },',
        "  storedAs: { fields: { serialNo: 'serial no', whereValue: 'where' }, keyConstraint: 'disk_uuid' },",
        '});',
      ].join('\n'),
    );
    expect(text).toContain(
      "hasDisk: { type: 'HAS_DISK', direction: 'out', to: 'HW_DISK', properties: z.object({ slot: z.int() }) },",
    );
    expect(text).toContain('// mixed is of several kinds: integer, string');
    expect(text).toContain('// Loose is left out');

    const file = join(folder, `${name}.ts`);
    writeFileSync(file, text);
    const found: { graph: Graph } = await import(pathToFileURL(file).href);
    const store = await open(found.graph);
    const repo = (label: string) => store.repo(found.graph[label] as NodeDefinition);
    expect(await repo('HW_DISK').find({ orderBy: { uuid: 'asc' } })).toMatchObject({
      items: [
        { uuid: 'd1', serialNo: 's1', size: 10, speed: 1.5, tags: ['x', 'y'], whereValue: 'rack' },
        { uuid: 'd2', note: "it's new" },
      ],
    });
    expect(await repo('Host').get({ hostId: 'h1', include: { hasDisk: true } })).toMatchObject({
      active: true,
      hasDisk: [
        { uuid: 'd1', $link: { slot: 1 } },
        { uuid: 'd2', $link: { slot: 1 } },
      ],
    });
    expect(await store.schema.verify()).toEqual([]);
    await store.close();
  });
});
