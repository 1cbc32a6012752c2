import { newId } from '@graphkeep/contract';
import neo4j from 'neo4j-driver';
import { Op, QueryBuilder } from 'neogma';
import { describe, expect, it } from 'vitest';
import { bindNeogma, WriteRefused } from '../../src/neogma/index.ts';
import { storyGraph } from '../../src/story/index.ts';
import { estate } from '../estate.ts';
import { recordingDriver } from './recording-driver.ts';

const bound = (options = {}, host = {}) => {
  const { driver, ran, open } = recordingDriver();
  return { ...bindNeogma(estate, { driver, ...host }, options), ran, open };
};

describe('a bound model', () => {
  it('has the names of the database', () => {
    const { App, Disk } = bound().models;
    expect([App.getLabel(), App.getPrimaryKeyField(), App.getModelName()]).toEqual([
      '`Application`',
      'appId',
      'Application',
    ]);
    expect(Disk.getLabel()).toBe('`Disk`');
    expect(bound({ writes: 'allow' }).models.Disk.getRawLabels()).toEqual(['Disk', 'Store']);
  });

  it('has the relationships of the definition, one for each of their types', () => {
    const { App, Store } = bound().models;
    expect(Object.keys(App.relationships)).toEqual(['stores_READS', 'stores_WRITES', 'needs', 'parent']);
    expect(App.relationships.stores_READS).toMatchObject({ name: 'READS', direction: 'out', model: Store });
    expect(App.relationships.stores_READS?.properties).toMatchObject({ weight: { property: 'w' } });
  });

  it('leaves the runner of all query builders alone', () => {
    bound();
    expect(QueryBuilder.queryRunner).toBeUndefined();
  });

  it('binds the whole story', () => {
    const { models } = bindNeogma(storyGraph, { driver: recordingDriver().driver });
    expect(Object.keys(models)).toEqual(Object.keys(storyGraph));
  });
});

describe('a statement', () => {
  it('is sent as it is written, with access mode, time-out and metadata', async () => {
    const { queryRunner, ran, open } = bound(
      {},
      { database: 'neo4j', timeoutMs: 5_000, metadata: { app: 'x' } },
    );
    const statement = "MATCH (n) // all of them\nRETURN 'a  b'";
    await queryRunner.run(statement, { large: 1n });
    expect(ran).toEqual([
      {
        statement,
        parameters: { large: 1n },
        session: { database: 'neo4j', defaultAccessMode: 'READ' },
        config: { timeout: 5_000, metadata: { app: 'x' } },
      },
    ]);
    expect(open()).toBe(0);
  });

  it('of a model and of a query builder goes the same way, and closes its session', async () => {
    const { models, queryRunner, ran, open } = bound();
    await models.App.findMany({ where: { name: 'web' }, limit: 1 });
    await new QueryBuilder().match({ identifier: 'n', label: 'Application' }).return('n').run(queryRunner);
    expect(ran.map(({ session }) => session)).toEqual([
      { defaultAccessMode: 'READ' },
      { defaultAccessMode: 'READ' },
    ]);
    expect(open()).toBe(0);
  });

  it('that fails closes its session too', async () => {
    let closed = 0;
    const driver = {
      session: () => ({ run: () => Promise.reject(new Error('away')), close: async () => void closed++ }),
    };
    await expect(bindNeogma(estate, { driver }).models.App.findMany()).rejects.toThrow('away');
    expect(closed).toBe(1);
  });

  it('that writes goes to a writer, where writes are allowed', async () => {
    const { queryRunner, ran } = bound({ writes: 'allow' });
    await queryRunner.run('MERGE (n:A {id: 1})');
    await queryRunner.run('MATCH (n:A) RETURN n.created');
    expect(ran.map(({ session }) => session)).toEqual([
      { defaultAccessMode: 'WRITE' },
      { defaultAccessMode: 'READ' },
    ]);
  });
});

describe('writes', () => {
  const { models, queryRunner, ran } = bound();
  const app = models.App.build({ appId: newId('app'), name: 'web' } as Parameters<
    typeof models.App.build
  >[0]);
  const where = { name: 'web' };
  const refused: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['create(…)', () => models.App.createOne(app)],
    ['createMany(…)', () => models.App.createMany([])],
    ['patchMany(…)', () => models.App.update({}, { where })],
    ['removeMany(…)', () => models.App.delete({ where })],
    [
      'relateMany(…)',
      () => models.App.relateTo({ alias: 'parent', where: { source: where, target: where } }),
    ],
    ['unrelate(…)', () => models.App.deleteRelationships({ alias: 'parent', where: { source: where } })],
    ['create(…) or patch(…)', () => app.save()],
    ['remove(…)', () => app.delete()],
    ['relate(…)', () => app.relateTo({ alias: 'parent', where })],
    ['createMany(…)', () => queryRunner.create({ label: 'A', data: [] })],
    ['removeMany(…)', () => queryRunner.delete({ where: {} })],
  ];

  it.each(refused)('are refused, with %s named instead', async (instead, write) => {
    const error = await write().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WriteRefused);
    expect(error).toMatchObject({
      instead,
      message: expect.stringContaining(`Use ${instead} of a repository`),
    });
    expect(ran).toEqual([]);
  });

  it('work where they are allowed', async () => {
    const free = bound({ writes: 'allow' });
    await free.models.App.update({ name: 'new' }, { where });
    expect(free.ran[0]).toMatchObject({ session: { defaultAccessMode: 'WRITE' } });
  });
});

describe('a filter', () => {
  const { models, ran } = bound();
  it.each([
    ['nothing', undefined, 'undefined'],
    ['a bigint', 1n, 'bigint'],
    ['a Date', new Date(), 'Date'],
    ['a plain object', { eq: 1 }, 'Object'],
    ['nothing in an operator', { [Op.gt]: undefined }, 'Object'],
  ])('of %s is an error instead of no filter at all', async (_, value, named) => {
    const where = { size: value } as object;
    await expect(models.App.findMany({ where })).rejects.toThrow(
      `App.findMany.where.size is ${named}, which`,
    );
    await expect(models.App.findOne({ where })).rejects.toThrow(/findOne.where.size/);
    await expect(models.App.findRelationships({ alias: 'needs', where: { target: where } })).rejects.toThrow(
      /findRelationships.where.target.size/,
    );
    await expect(
      models.App.findMany({ relationships: { needs: { where: { target: where } } } }),
    ).rejects.toThrow(/findMany.relationships.needs.where.target.size/);
    expect(ran).toEqual([]);
  });

  it('that Neogma knows passes', async () => {
    const since = neo4j.types.DateTime.fromStandardDate(new Date());
    await models.App.findMany({
      where: { name: 'web', tags: ['a'], ratio: null, size: { [Op.in]: [1, neo4j.int(2)] }, since } as object,
    });
    expect(ran.at(-1)?.statement).toMatch(/WHERE.*name.*tags.*ratio.*IS NULL.*size.*since/);
  });
});

describe('validation', () => {
  const { models } = bound({ writes: 'allow' });
  const at = neo4j.types.DateTime.fromStandardDate(new Date());
  const fields = {
    appId: newId('app'),
    name: 'web',
    mode: 'on',
    app_size: neo4j.int(1),
    live: true,
    tags: ['a'],
    created: at,
    updatedAt: at,
    version: neo4j.int(1),
  };
  const build = (more: object) =>
    models.App.build({ ...fields, ...more } as object as Parameters<typeof models.App.build>[0]);

  it('is that of the definition', async () => {
    await expect(
      build({ since: at, settings: '{"depth":2}', points: [1, 2, 3], secret: 'gk1:xyz' }).validate(),
    ).resolves.toBeUndefined();
    for (const wrong of [
      { appId: 'x' },
      { name: '' },
      { mode: 'half' },
      { app_size: -1 },
      { tags: [1] },
      { since: 'today' },
      { settings: '{"depth":"deep"}' },
      { settings: 'depth' },
      { name: undefined },
    ])
      await expect(build(wrong).validate(), JSON.stringify(wrong)).rejects.toThrow(/validating/);
  });
});
