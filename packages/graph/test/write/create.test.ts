import { newId } from '@graphkeep/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cypher } from '../../src/index.ts';
import { testEngines } from '../engines.ts';
import { callWith, Hero, heroStore, newPlace } from './hero-graph.ts';

describe.each(await testEngines())('create on $name', (engine) => {
  const { store, statements, heroes, places, swords, hero, place } = heroStore(engine);
  const since = new Date('2026-01-02T03:04:05.678Z');

  it('makes a node with all that is related to it, in statements that do not grow with the rows', async () => {
    const playerId = newId('ply');
    const inn = await place();
    const cellar = newPlace();
    const friend = (name: string) => ({ playerId, name, $link: { $type: 'W_LIKES' as const, strength: 1 } });
    const make = (friends: number) =>
      heroes().create({
        playerId,
        name: 'Root',
        at: { connect: { placeId: inn.placeId, $link: { since } } },
        knows: {
          create: Array.from({ length: friends }, (_, i) => ({
            ...friend(`friend ${i}`),
            at: { connectOrCreate: { placeId: cellar, name: 'Cellar', $link: { since, why: 'hides' } } },
          })),
        },
      });
    statements.length = 0;
    await make(2);
    const few = statements.length;
    statements.length = 0;
    const root = await make(12);
    expect(statements.length).toBe(few);
    expect(few).toBeLessThan(8);
    const loaded = await heroes().get({
      heroId: root.heroId,
      include: { at: true, knows: { include: { at: true } } },
    });
    expect(loaded.at?.placeId).toBe(inn.placeId);
    expect(loaded.at?.$link).toEqual({ since });
    expect(loaded.knows).toHaveLength(12);
    expect(loaded.knows[0]?.$link).toEqual({ $type: 'W_LIKES', strength: 1 });
    expect(loaded.knows.map((one) => one.at?.placeId)).toEqual(Array(12).fill(cellar));
    expect(await places().get({ placeId: cellar })).toMatchObject({ name: 'Cellar', size: 1 });
  });

  it('answers the node as it is read', async () => {
    const made = await heroes().create({
      playerId: newId('ply'),
      name: 'Ada',
      energy: 2,
      born: since,
      notes: { a: 1.5 },
      tags: ['x', "y'`"],
    });
    expect(await heroes().get({ heroId: made.heroId })).toEqual(made);
    expect(made).toMatchObject({ version: 1, level: 1, energy: 2 });
  });

  it('makes a link once that is asked for twice, also from its other end', async () => {
    const playerId = newId('ply');
    const [heroId, placeId] = [newId('her'), newPlace()];
    const bea = await hero();
    await heroes().create({
      ...{ heroId, playerId, name: 'Ada' },
      knows: {
        connect: [bea, bea].map((one) => ({ heroId: one.heroId, $link: { $type: 'W_LIKES' as const } })),
      },
      at: {
        create: {
          placeId,
          name: 'Inn',
          $link: { since },
          visitors: { connect: { heroId, $link: { since } } },
        },
      },
    });
    const { knows, at } = await heroes().get({
      heroId,
      include: { knows: true, at: { include: { visitors: true } } },
    });
    expect(knows.map((one) => one.heroId)).toEqual([bea.heroId]);
    expect(at?.visitors.map((one) => one.heroId)).toEqual([heroId]);
  });

  it('keeps nothing when a target is missing, and names its place in the input', async () => {
    const playerId = newId('ply');
    const heroId = newId('her');
    const create = heroes().create({
      heroId,
      playerId,
      name: 'Ada',
      knows: {
        create: { playerId, name: 'Bea', $link: { $type: 'W_LIKES' } },
        connect: [{ heroId: newId('her'), $link: { $type: 'W_FEARS' } }],
      },
    });
    await expect(create).rejects.toMatchObject({ code: 'not_found', field: 'knows.connect.0' });
    expect((await heroes().find({ where: { playerId } })).items).toEqual([]);
  });

  it('keeps nothing of a nested create though its error was caught in a transaction', async () => {
    const heroId = newId('her');
    const work = store().transaction(async () => {
      await heroes()
        .create({
          heroId,
          playerId: newId('ply'),
          name: 'Ada',
          at: { connect: { placeId: newPlace(), $link: { since } } },
        })
        .catch(() => {});
    });
    await expect(work).rejects.toMatchObject({ code: 'not_found', field: 'at.connect' });
    await expect(heroes().get({ heroId })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('makes many rows, each once, also those with nested ones', async () => {
    const playerId = newId('ply');
    const rows = ['a', 'b', 'c'].map((name) => ({
      playerId,
      name,
      ...(name === 'b' && {
        knows: { create: { playerId, name: 'nested', $link: { $type: 'W_FEARS' as const } } },
      }),
    }));
    const keys = await heroes().createMany(rows);
    const { items } = await heroes().find({ where: { playerId }, orderBy: { name: 'asc' } });
    expect(items.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'nested']);
    expect(keys).toEqual(items.slice(0, 3).map(({ heroId }) => ({ heroId })));
  });

  it('makes thousands of rows in one transaction', async () => {
    const playerId = newId('ply');
    await heroes().createMany(
      Array.from({ length: 3_000 }, (_, level) => ({ playerId, name: 'n', level: (level % 100) + 1 })),
    );
    expect(await heroes().count({ where: { playerId } })).toBe(3_000);
  });

  it('keeps no row of many when one is wrong, and names it', async () => {
    const playerId = newId('ply');
    const alias = `x${newId('her')}`;
    const rows = [
      { playerId, name: 'a', alias },
      { playerId, name: 'b', alias },
    ];
    await expect(heroes().createMany(rows)).rejects.toMatchObject({ code: 'already_exists', field: 'alias' });
    const wrong = heroes().createMany([
      { playerId, name: 'a' },
      { playerId, name: '' },
    ]);
    await expect(wrong).rejects.toMatchObject({ code: 'invalid_input', field: 'rows.1.name' });
    expect(await heroes().count({ where: { playerId } })).toBe(0);
  });

  it('gives the labels of the definition, and those of a field that has a value', async () => {
    const plain = await hero();
    const famous = await hero({ alias: newId('her') });
    expect(await labelsOf(plain.heroId)).toEqual(['WBeing']);
    expect(await labelsOf(famous.heroId)).toEqual(['WBeing', 'WFamous']);
  });
  const labelsOf = async (heroId: string) => {
    const rows = z.object({ label: z.string() });
    const being = cypher`MATCH (n:WBeing) WHERE n.heroId = ${heroId} RETURN 'WBeing' AS label`;
    const famous = cypher`MATCH (n:WFamous) WHERE n.heroId = ${heroId} RETURN 'WFamous' AS label`;
    return [...(await store().query(being, { rows })), ...(await store().query(famous, { rows }))].map(
      ({ label }) => label,
    );
  };

  it('refuses what it does not understand, by its name', async () => {
    const playerId = newId('ply');
    const base = { playerId, name: 'Ada' };
    const inputs: [object, string][] = [
      [{ ...base, nmae: 'x' }, 'nmae'],
      [{ ...base, version: 7 }, 'version'],
      [{ ...base, deletedAt: new Date() }, 'deletedAt'],
      [{ ...base, 'x`}) DETACH DELETE n //': 1 }, 'x`}) DETACH DELETE n //'],
      [{ ...base, at: { attach: {} } }, 'at.attach'],
      [{ ...base, at: { connect: [{ placeId: 'a' }, { placeId: 'b' }] } }, 'at'],
      [{ ...base, at: { connect: { placeId: 'a' } } }, 'at.connect.$link.since'],
      [{ ...base, at: { connect: { placeId: 5, $link: { since } } } }, 'at.connect.placeId'],
      [{ ...base, at: { connect: { placeId: 'a', name: 'b', $link: { since } } } }, 'at.connect.name'],
      [{ ...base, at: { create: { placeId: 'a', $link: { since } } } }, 'at.create.name'],
      [{ ...base, knows: { create: { ...base } } }, 'knows.create.$link.$type'],
      [{ ...base, knows: { create: { ...base, $link: { $type: 'W_AT' } } } }, 'knows.create.$link.$type'],
      [{ ...base, owns: { connect: { $label: 'WHero', $key: 'x' } } }, 'owns.connect.$label'],
      [{ ...base, name: 'half \ud83e' }, 'name'],
      [{ ...base, name: null }, 'name'],
      [{ ...base, tags: [null] }, 'tags.0'],
    ];
    for (const [input, field] of inputs)
      await expect(callWith(heroes().create, input), field).rejects.toMatchObject({
        code: 'invalid_input',
        field,
      });
    expect(await heroes().count({ where: { playerId } })).toBe(0);
  });

  it('lets an owner make only what is its own, and join only what it may see', async () => {
    const [mine, theirs] = [newId('ply'), newId('ply')];
    const other = await hero({ playerId: theirs });
    const scoped = store().ownedBy(mine).repo(Hero);
    await expect(scoped.create({ playerId: theirs, name: 'Spy' })).rejects.toMatchObject({
      code: 'forbidden',
      field: 'playerId',
    });
    const nested = scoped.create({
      playerId: mine,
      name: 'Ada',
      knows: { create: { playerId: theirs, name: 'Spy', $link: { $type: 'W_LIKES' } } },
    });
    await expect(nested).rejects.toMatchObject({ code: 'forbidden', field: 'knows.create.playerId' });
    const joined = scoped.create({
      playerId: mine,
      name: 'Ada',
      knows: { connect: { heroId: other.heroId, $link: { $type: 'W_LIKES' } } },
    });
    await expect(joined).rejects.toMatchObject({ code: 'not_found', field: 'knows.connect' });
    const stolen = scoped.create({
      playerId: mine,
      name: 'Ada',
      knows: {
        connectOrCreate: {
          heroId: other.heroId,
          playerId: mine,
          name: 'Taken',
          $link: { $type: 'W_LIKES' },
        },
      },
    });
    await expect(stolen).rejects.toMatchObject({ code: 'not_found' });
    const shared = scoped.create({
      playerId: mine,
      name: 'Ada',
      at: { create: { placeId: newPlace(), name: 'Mine', $link: { since } } },
    });
    await expect(shared).rejects.toMatchObject({ code: 'forbidden' });
    expect(await heroes().count({ where: { playerId: mine } })).toBe(0);
    expect(await heroes().get({ heroId: other.heroId })).toEqual(other);
  });

  it('joins a node of an abstract label by the label and key of the node itself', async () => {
    const playerId = newId('ply');
    const sword = await swords().create({ swordId: newId('swd'), playerId, weight: 3, edge: 'keen' });
    const { heroId } = await heroes().create({
      playerId,
      name: 'Ada',
      owns: { connect: { $label: 'WSword', $key: sword.swordId } },
    });
    const { owns } = await heroes().get({ heroId, include: { owns: true } });
    expect(owns).toMatchObject([{ $label: 'WSword', $key: sword.swordId, weight: 3 }]);
  });
});
