import { newId } from '@graphkeep/contract';
import { describe, expect, it } from 'vitest';
import { testEngines } from '../engines.ts';
import { callWith, Hero, heroStore, Place } from './hero-graph.ts';

describe.each(await testEngines())('patch on $name', (engine) => {
  const { store, heroes, places, hero, place } = heroStore(engine);

  it('sets, removes, increments and pushes, and answers the node', async () => {
    const { heroId } = await hero();
    const first = await heroes().patch(
      { heroId },
      {
        name: 'Bea',
        energy: { increment: 1.5 },
        level: { increment: 4 },
        tags: { push: 'a' },
        notes: { x: 2 },
      },
    );
    expect(first).toMatchObject({
      name: 'Bea',
      energy: 1.5,
      level: 5,
      tags: ['a'],
      notes: { x: 2 },
      version: 2,
    });
    const second = await heroes().patch(
      { heroId },
      { energy: null, tags: { push: ['b', 'c'] }, born: new Date(5) },
    );
    expect(second).not.toHaveProperty('energy');
    expect(second).toMatchObject({ tags: ['a', 'b', 'c'], born: new Date(5), version: 3 });
    expect(await heroes().get({ heroId })).toEqual(second);
    expect(second.createdAt).toEqual(first.createdAt);
  });

  it('loses no increment of many callers', async () => {
    const { placeId } = await place();
    await Promise.all(
      Array.from({ length: 16 }, () => places().patch({ placeId }, { size: { increment: 1 } })),
    );
    expect((await places().get({ placeId })).size).toBe(17);
  });

  it('lets one of many writers through who have seen the same version', async () => {
    const { heroId, version } = await hero();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) => heroes().patch({ heroId }, { name: `n${i}` }, { version })),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.map(({ reason }) => reason.code)).toEqual(Array(11).fill('stale_version'));
    expect((await heroes().get({ heroId })).version).toBe(version + 1);
    await expect(heroes().patch({ heroId: newId('her') }, { name: 'x' }, { version })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('keeps nothing of a change whose outcome the schema does not accept', async () => {
    const { heroId } = await hero();
    await expect(heroes().patch({ heroId }, { level: { increment: 100 } })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'level',
    });
    const long = heroes().patch({ heroId }, { tags: { push: ['a', 'b', 'c', 'd', 'e'] } });
    await expect(long).rejects.toMatchObject({ code: 'invalid_input', field: 'tags' });
    expect(await heroes().get({ heroId })).toMatchObject({ level: 1, tags: [], version: 1 });
  });

  it('refuses what it does not understand, by its name', async () => {
    const { heroId } = await hero();
    const changes: [object, string | undefined][] = [
      [{}, undefined],
      [{ name: undefined }, undefined],
      [{ nmae: 'x' }, 'nmae'],
      [{ 'x` = 1 //': 'x' }, 'x` = 1 //'],
      [{ heroId: newId('her') }, 'heroId'],
      [{ playerId: newId('ply') }, 'playerId'],
      [{ version: 9 }, 'version'],
      [{ createdAt: new Date() }, 'createdAt'],
      [{ at: { connect: { placeId: 'x' } } }, 'at'],
      [{ name: null }, 'name'],
      [{ name: '' }, 'name'],
      [{ name: { increment: 1 } }, 'name'],
      [{ level: { increment: 0.5 } }, 'level.increment'],
      [{ level: { increment: 1, push: 2 } }, 'level'],
      [{ level: { increment: '1' } }, 'level.increment'],
      [{ energy: { increment: Number.NaN } }, 'energy.increment'],
      [{ tags: { push: [] } }, 'tags.push'],
      [{ tags: { push: 'far too long' } }, 'tags.push'],
      [{ tags: { push: 1 } }, 'tags.push'],
      [{ notes: { x: 'y' } }, 'notes.x'],
      [{ born: 5 }, 'born'],
      [{ alias: 'half \ud83e' }, 'alias'],
    ];
    for (const [change, field] of changes)
      await expect(callWith(heroes().patch, { heroId }, change), String(field)).rejects.toMatchObject({
        code: 'invalid_input',
        ...(field !== undefined && { field }),
      });
    expect(await heroes().get({ heroId })).toMatchObject({ version: 1 });
    await expect(places().patch({ placeId: 'x' }, { size: 1 }, { version: 1 })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'version',
    });
  });

  it('changes what a filter finds, or the first of it', async () => {
    const playerId = newId('ply');
    const keys = await heroes().createMany(['a', 'b', 'c'].map((name) => ({ playerId, name })));
    expect(await heroes().patchMany({ playerId }, { level: { increment: 2 } }, { limit: 2 })).toEqual({
      patched: 2,
    });
    expect(await heroes().patchMany({ playerId, name: { gt: 'a' } }, { alias: null, energy: 1 })).toEqual({
      patched: 2,
    });
    const { items } = await heroes().find({ where: { playerId } });
    expect(items.map(({ heroId, level, energy }) => [{ heroId }, level, energy])).toEqual([
      [keys[0], 3, undefined],
      [keys[1], 3, 1],
      [keys[2], 1, 1],
    ]);
    await expect(heroes().patchMany({ playerId }, { level: { increment: 98 } })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'level',
    });
    expect((await heroes().find({ where: { playerId } })).items).toEqual(items);
  });

  it('changes everything only where that was said', async () => {
    // @ts-expect-error an undefined value is wrong by its type too
    await expect(heroes().patchMany({ playerId: undefined }, { level: 2 })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'where.playerId',
    });
    for (const where of [{}, { AND: [] }, { AND: [{}] }, { NOT: [] }])
      await expect(heroes().patchMany(where, { level: 2 }), JSON.stringify(where)).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'where',
      });
  });

  it('neither changes nor shows what belongs to another', async () => {
    const theirs = await hero();
    const { heroId } = theirs;
    const mine = newId('ply');
    const scoped = store().ownedBy(mine);
    for (const options of [{}, { version: 1 }, { version: 2 }])
      await expect(scoped.repo(Hero).patch({ heroId }, { name: 'x' }, options)).rejects.toMatchObject({
        code: 'not_found',
        message: `There is no WHero ${heroId}.`,
      });
    expect(await scoped.repo(Hero).patchMany({ heroId }, { name: 'x' })).toEqual({ patched: 0 });
    expect(await scoped.repo(Hero).patchMany({}, { name: 'x' }, { all: true })).toEqual({ patched: 0 });
    const { placeId } = await place();
    await expect(scoped.repo(Place).patch({ placeId }, { size: 2 })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await heroes().get({ heroId })).toEqual(theirs);
  });
});
