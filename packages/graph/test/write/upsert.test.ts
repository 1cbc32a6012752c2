import { newId } from '@graphkeep/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cypher } from '../../src/index.ts';
import { testEngines } from '../engines.ts';
import { callWith, Hero, heroStore, newPlace, Place } from './hero-graph.ts';

describe.each(await testEngines())('upsert on $name', (engine) => {
  const { store, statements, heroes, places, hero } = heroStore(engine);

  it('makes a node, then changes it; what is left out stays, null removes', async () => {
    const key = { heroId: newId('her'), playerId: newId('ply') };
    const made = await heroes().upsert({ ...key, name: 'Ada', level: 7, energy: 1.5, tags: ['a'] });
    expect(made).toMatchObject({ level: 7, version: 1 });
    const changed = await heroes().upsert({ ...key, name: 'Bea', energy: null });
    expect(changed).toEqual({
      ...made,
      name: 'Bea',
      energy: undefined,
      version: 2,
      updatedAt: changed.updatedAt,
    });
    expect(changed).not.toHaveProperty('energy');
    expect(await heroes().get({ heroId: key.heroId })).toEqual(changed);
  });

  it('leaves a node alone that has the values already', async () => {
    const input = { heroId: newId('her'), playerId: newId('ply'), name: 'Ada', tags: ['a'], notes: { x: 1 } };
    const made = await heroes().upsert(input);
    expect(await heroes().upsert({ ...input, energy: null })).toEqual(made);
  });

  it('says of many how many it made, changed, and left alone', async () => {
    const playerId = newId('ply');
    const row = (name: string) => ({ heroId: newId('her'), playerId, name });
    const rows = [row('a'), row('b'), row('c')];
    expect(await heroes().upsertMany(rows.slice(0, 2))).toEqual({ created: 2, updated: 0, unchanged: 0 });
    const [first, second, third] = rows;
    if (!first || !second || !third) throw new Error('there are three');
    const counts = await heroes().upsertMany([third, { ...second, alias: newId('x') }, first]);
    expect(counts).toEqual({ created: 1, updated: 1, unchanged: 1 });
    const again = await heroes().upsertMany([{ ...second, alias: null }, { ...third, level: 2 }, first]);
    expect(again).toEqual({ created: 0, updated: 2, unchanged: 1 });
    const { items } = await heroes().find({ where: { playerId }, orderBy: { name: 'asc' } });
    expect(items.map(({ name, level, alias, version }) => [name, level, alias, version])).toEqual([
      ['a', 1, undefined, 1],
      ['b', 1, undefined, 3],
      ['c', 2, undefined, 2],
    ]);
  });

  it('makes one node of a key that 32 callers write at once', async () => {
    const placeId = newPlace();
    const made = await Promise.all(
      Array.from({ length: 32 }, (_, size) => places().upsert({ placeId, name: 'Inn', size })),
    );
    expect(new Set(made.map((one) => one.createdAt.getTime())).size).toBe(1);
    expect(await places().count({ where: { placeId } })).toBe(1);
  });

  it('takes many rows from many callers at once, in whatever order', async () => {
    const rows = Array.from({ length: 40 }, () => ({ placeId: newPlace(), name: 'Inn' }));
    const counts = await Promise.all(
      Array.from({ length: 6 }, (_, i) => places().upsertMany(i % 2 ? rows : rows.toReversed())),
    );
    expect(counts.reduce((sum, { created }) => sum + created, 0)).toBe(40);
    expect(await places().count({ where: { placeId: { in: rows.map((row) => row.placeId) } } })).toBe(40);
  });

  it('takes 10,000 rows, and again', async () => {
    const prefix = newPlace();
    const rows = Array.from({ length: 10_000 }, (_, size) => ({
      placeId: `${prefix}-${size}`,
      name: 'n',
      size,
    }));
    expect(await places().upsertMany(rows)).toEqual({ created: 10_000, updated: 0, unchanged: 0 });
    statements.length = 0;
    expect(await places().upsertMany(rows)).toEqual({ created: 0, updated: 0, unchanged: 10_000 });
    expect(statements.length).toBeLessThanOrEqual(10);
  });

  it('brings back a node that was removed and kept', async () => {
    const { heroId, playerId } = await hero();
    await heroes().remove({ heroId });
    const back = await heroes().upsert({ heroId, playerId, name: 'Ada' });
    expect(back).not.toHaveProperty('deletedAt');
    expect(await heroes().get({ heroId })).toEqual(back);
  });

  it('gives and takes the labels that depend on a field', async () => {
    const input = { heroId: newId('her'), playerId: newId('ply'), name: 'Ada', alias: newId('x') };
    const famous = () =>
      store().query(cypher`MATCH (n:WFamous) WHERE n.heroId = ${input.heroId} RETURN n.alias AS alias`, {
        rows: z.object({ alias: z.string() }),
      });
    await heroes().upsert(input);
    expect(await famous()).toEqual([{ alias: input.alias }]);
    await heroes().upsert({ ...input, alias: null });
    expect(await famous()).toEqual([]);
  });

  it('refuses the same key twice, a missing key, and a null where a value must be', async () => {
    const placeId = newPlace();
    const twice = places().upsertMany([
      { placeId, name: 'a' },
      { placeId, name: 'b' },
    ]);
    await expect(twice).rejects.toMatchObject({ code: 'invalid_input', field: 'rows.1.placeId' });
    for (const [input, field] of [
      [{ name: 'a' }, 'placeId'],
      [{ placeId: null, name: 'a' }, 'placeId'],
      [{ placeId: '', name: 'a' }, 'placeId'],
      [{ placeId: 7, name: 'a' }, 'placeId'],
      [{ placeId, name: null }, 'name'],
      [{ placeId, name: 'a', size: null }, 'size'],
      [{ placeId, name: 'a', colour: 'red' }, 'colour'],
      [{ placeId, name: 'a', near: { connect: { placeId } } }, 'near'],
    ] as const)
      await expect(callWith(places().upsert, input), field).rejects.toMatchObject({
        code: 'invalid_input',
        field,
      });
    expect(await places().count({ where: { placeId } })).toBe(0);
  });

  it('names the unique field that is taken', async () => {
    const { alias } = await hero({ alias: newId('x') });
    const { heroId, playerId } = await hero();
    const taken = heroes().upsertMany([{ heroId, playerId, name: 'Ada', alias: alias ?? '' }]);
    await expect(taken).rejects.toMatchObject({ code: 'already_exists', field: 'alias' });
  });

  it('neither changes nor shows what belongs to another, and changes no owner', async () => {
    const theirs = await hero();
    const mine = newId('ply');
    const scoped = store().ownedBy(mine).repo(Hero);
    const input = { heroId: theirs.heroId, playerId: mine, name: 'Taken' };
    await expect(scoped.upsert(input)).rejects.toMatchObject({ code: 'not_found' });
    const many = scoped.upsertMany([{ heroId: newId('her'), playerId: mine, name: 'Ada' }, input]);
    await expect(many).rejects.toMatchObject({ code: 'not_found' });
    await expect(heroes().upsert(input)).rejects.toMatchObject({ code: 'invalid_input', field: 'playerId' });
    await expect(heroes().upsertMany([input])).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'playerId',
    });
    expect(await heroes().get({ heroId: theirs.heroId })).toEqual(theirs);
    expect(await heroes().count({ where: { playerId: mine } })).toBe(0);
    const shared = store().ownedBy(mine).repo(Place).upsert({ placeId: newPlace(), name: 'Mine' });
    await expect(shared).rejects.toMatchObject({ code: 'forbidden' });
  });
});
