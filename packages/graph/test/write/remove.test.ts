import { newId } from '@graphkeep/contract';
import { describe, expect, it } from 'vitest';
import { testEngines } from '../engines.ts';
import { callWith, Hero, heroStore, Place, Sword } from './hero-graph.ts';

describe.each(await testEngines())('remove on $name', (engine) => {
  const { store, heroes, places, swords, hero, place } = heroStore(engine);
  const sword = (playerId: string = newId('ply')) =>
    swords().create({ swordId: newId('swd'), playerId, weight: 1, edge: 'keen' });

  it('ends a node with its relationships', async () => {
    const { heroId, playerId } = await hero();
    const { swordId } = await sword(playerId);
    await heroes().relate({ heroId }, 'owns', { $label: 'WSword', $key: swordId });
    await swords().remove({ swordId });
    expect((await heroes().get({ heroId, include: { owns: true } })).owns).toEqual([]);
    await expect(swords().get({ swordId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(swords().remove({ swordId })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('keeps a node with a mark where its definition says so, and brings it back', async () => {
    const made = await hero();
    const { heroId } = made;
    await heroes().remove({ heroId }, { version: 1 });
    await expect(heroes().get({ heroId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(heroes().remove({ heroId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(heroes().patch({ heroId }, { name: 'x' })).rejects.toMatchObject({ code: 'not_found' });
    const kept = await heroes().get({ heroId, withDeleted: true });
    expect(kept.deletedAt).toBeInstanceOf(Date);
    const back = await heroes().restore({ heroId });
    expect(back).toMatchObject({ ...made, version: 3, updatedAt: back.updatedAt });
    await expect(heroes().restore({ heroId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(places().restore({ placeId: 'x' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('removes no other version than the caller has seen', async () => {
    const { heroId } = await hero();
    await heroes().patch({ heroId }, { name: 'Bea' });
    await expect(heroes().remove({ heroId }, { version: 1 })).rejects.toMatchObject({
      code: 'stale_version',
    });
    await heroes().remove({ heroId }, { version: 2 });
  });

  it('ends for good what was kept, when it is purged', async () => {
    const { heroId } = await hero();
    await heroes().remove({ heroId });
    await heroes().purge({ heroId });
    await expect(heroes().get({ heroId, withDeleted: true })).rejects.toMatchObject({ code: 'not_found' });
    await expect(heroes().purge({ heroId })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('removes what a filter finds, or the first of it', async () => {
    const playerId = newId('ply');
    const made = [];
    for (let i = 0; i < 3; i++) made.push(await sword(playerId));
    expect(await swords().removeMany({ playerId }, { limit: 1 })).toEqual({ removed: 1 });
    const { items } = await swords().find({ where: { playerId } });
    expect(items.map(({ swordId }) => swordId)).toEqual(made.slice(1).map(({ swordId }) => swordId));
    expect(await swords().removeMany({ playerId })).toEqual({ removed: 2 });
    expect(await swords().removeMany({ playerId })).toEqual({ removed: 0 });
  });

  it('removes everything only where that was said', async () => {
    const { swordId } = await sword();
    for (const [where, field] of [
      [{ swordId: undefined }, 'where.swordId'],
      [{}, 'where'],
      [undefined, 'where'],
      [[], 'where'],
      [new Map(), 'where'],
      [{ colour: 'red' }, 'where.colour'],
      [{ NOT: [] }, 'where'],
    ] as const)
      await expect(callWith(swords().removeMany, where), field).rejects.toMatchObject({
        code: 'invalid_input',
        field,
      });
    // @ts-expect-error a key must be given
    await expect(swords().remove({ swordId: undefined })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'swordId',
    });
    expect((await swords().get({ swordId })).swordId).toBe(swordId);
  });

  it('neither removes nor shows what belongs to another', async () => {
    const theirs = await hero();
    const { heroId } = theirs;
    const { swordId } = await sword();
    const scoped = store().ownedBy(newId('ply'));
    for (const options of [{}, { version: 1 }, { version: 2 }])
      await expect(scoped.repo(Hero).remove({ heroId }, options)).rejects.toMatchObject({
        code: 'not_found',
      });
    await expect(scoped.repo(Hero).purge({ heroId })).rejects.toMatchObject({ code: 'not_found' });
    expect(await scoped.repo(Sword).removeMany({}, { all: true })).toEqual({ removed: 0 });
    await heroes().remove({ heroId });
    await expect(scoped.repo(Hero).restore({ heroId })).rejects.toMatchObject({ code: 'not_found' });
    const { placeId } = await place();
    await expect(scoped.repo(Place).remove({ placeId })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await swords().get({ swordId })).swordId).toBe(swordId);
    expect((await heroes().get({ heroId, withDeleted: true })).name).toBe(theirs.name);
  });
});
