import { newId } from '@graphkeep/contract';
import { describe, expect, it } from 'vitest';
import { testEngines } from '../engines.ts';
import { Hero, heroStore, newPlace, Place } from './hero-graph.ts';

describe.each(await testEngines())('relate on $name', (engine) => {
  const { store, statements, heroes, places, swords, hero, place } = heroStore(engine);
  const since = new Date('2026-01-02T03:04:05.678Z');
  const at = async (heroId: string) => (await heroes().get({ heroId, include: { at: true } })).at;
  const known = async (heroId: string) =>
    (await heroes().get({ heroId, include: { knows: true } })).knows.map((one) => one.$link);

  it('moves: there is one at most, from either side', async () => {
    const { heroId } = await hero();
    const [inn, mill] = [await place(), await place()];
    await heroes().relate({ heroId }, 'at', { placeId: inn.placeId }, { since, why: 'rests' });
    await heroes().relate({ heroId }, 'at', { placeId: mill.placeId }, { since });
    expect((await at(heroId))?.placeId).toBe(mill.placeId);
    await places().relate({ placeId: inn.placeId }, 'visitors', { heroId }, { since, why: 'returns' });
    expect(await at(heroId)).toMatchObject({ placeId: inn.placeId, $link: { since, why: 'returns' } });
    const { visitors } = await places().get({ placeId: mill.placeId, include: { visitors: true } });
    expect(visitors).toEqual([]);
  });

  it('sets properties anew, leaves out what is left out, and removes by null', async () => {
    const { heroId } = await hero();
    const { placeId } = await place();
    await heroes().relate({ heroId }, 'at', { placeId }, { since, why: 'rests' });
    await heroes().relate({ heroId }, 'at', { placeId }, { since: new Date(5) });
    expect((await at(heroId))?.$link).toEqual({ since: new Date(5), why: 'rests' });
    // @ts-expect-error null is no value of a relationship's own property
    await heroes().relate({ heroId }, 'at', { placeId }, { since, why: null });
    expect((await at(heroId))?.$link).toEqual({ since });
  });

  it('keeps several types apart, and parts one of them or all', async () => {
    const [ada, bea] = [await hero(), await hero()];
    const pair = [{ heroId: ada.heroId }, 'knows', { heroId: bea.heroId }] as const;
    await heroes().relate(...pair, { $type: 'W_LIKES', strength: 1 });
    await heroes().relate(...pair, { $type: 'W_FEARS' });
    expect(await known(ada.heroId)).toHaveLength(2);
    expect(await heroes().unrelate(...pair, { $type: 'W_FEARS' })).toBe(true);
    expect(await known(ada.heroId)).toEqual([{ $type: 'W_LIKES', strength: 1 }]);
    expect(await heroes().unrelate(...pair)).toBe(true);
    expect(await heroes().unrelate(...pair)).toBe(false);
    expect(await known(ada.heroId)).toEqual([]);
  });

  it('finds a relationship without direction from either side', async () => {
    const [a, b] = [await place(), await place()];
    await places().relate({ placeId: a.placeId }, 'near', { placeId: b.placeId });
    await places().relate({ placeId: b.placeId }, 'near', { placeId: a.placeId });
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const { near } = await places().get({ placeId: from.placeId, include: { near: true } });
      expect(near.map(({ placeId }) => placeId)).toEqual([to.placeId]);
    }
    expect(await places().unrelate({ placeId: b.placeId }, 'near', { placeId: a.placeId })).toBe(true);
  });

  it('joins once, and moves to one, though many ask for it at the same time', async () => {
    const { heroId } = await hero();
    const targets = await Promise.all(Array.from({ length: 6 }, place));
    const [inn, mill] = targets;
    if (!inn || !mill) throw new Error('there are six');
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        i % 2
          ? places().relate({ placeId: inn.placeId }, 'near', { placeId: mill.placeId })
          : places().relate({ placeId: mill.placeId }, 'near', { placeId: inn.placeId }),
      ),
    );
    const { near } = await places().get({ placeId: inn.placeId, include: { near: true } });
    expect(near).toHaveLength(1);
    await Promise.all(
      targets.map(({ placeId }) => heroes().relate({ heroId }, 'at', { placeId }, { since })),
    );
    const visits = await Promise.all(
      targets.map(async ({ placeId }) => {
        const { visitors } = await places().get({ placeId, include: { visitors: true } });
        return visitors.length;
      }),
    );
    expect(visits.reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  it('joins many pairs, each once', async () => {
    const playerId = newId('ply');
    const { placeId } = await place();
    const keys = await heroes().createMany(Array.from({ length: 3_000 }, () => ({ playerId, name: 'Ada' })));
    const pairs = keys.map((to) => ({ from: { placeId }, to, $link: { since } }));
    statements.length = 0;
    expect(await places().relateMany('visitors', pairs)).toEqual({ related: 3_000, missing: [] });
    expect(statements.length).toBeLessThanOrEqual(2);
    expect(await places().relateMany('visitors', pairs.slice(0, 10))).toEqual({ related: 10, missing: [] });
    expect(await heroes().count({ where: { playerId, at: { some: { placeId } } } })).toBe(3_000);
  });

  it('names the pairs of which a node is missing, and joins none; or skips them', async () => {
    const { placeId } = await place();
    const { heroId } = await hero();
    const gone = { from: { placeId }, to: { heroId: newId('her') }, $link: { since } };
    const pairs = [{ from: { placeId }, to: { heroId }, $link: { since } }, gone];
    await expect(places().relateMany('visitors', pairs)).rejects.toMatchObject({
      code: 'not_found',
      field: 'pairs.1',
      message: `There is no WPlace ${placeId}, or no WHero ${gone.to.heroId}.`,
    });
    expect(await at(heroId)).toBeNull();
    expect(await places().relateMany('visitors', pairs, { missing: 'skip' })).toEqual({
      related: 1,
      missing: [gone],
    });
    expect((await at(heroId))?.placeId).toBe(placeId);
  });

  it('refuses what it does not understand, by its name', async () => {
    const { heroId } = await hero();
    const { placeId } = await place();
    const pairs: [() => Promise<unknown>, string][] = [
      // @ts-expect-error no such relationship
      [() => heroes().relate({ heroId }, 'near`', { placeId }), 'near`'],
      // @ts-expect-error a required property
      [() => heroes().relate({ heroId }, 'at', { placeId }), 'since'],
      // @ts-expect-error no such property
      [() => heroes().relate({ heroId }, 'at', { placeId }, { since, x: 1 }), 'x'],
      // @ts-expect-error no such type
      [() => heroes().relate({ heroId }, 'knows', { heroId }, { $type: 'W_AT' }), '$type'],
      // @ts-expect-error a type is required
      [() => heroes().relate({ heroId }, 'knows', { heroId }), '$type'],
      // @ts-expect-error it has no properties
      [() => places().relate({ placeId }, 'near', { placeId }, { km: 1 }), 'km'],
      // @ts-expect-error a key is a text
      [() => heroes().relate({ heroId }, 'at', { placeId: { $ne: '' } }, { since }), 'to.placeId'],
      // @ts-expect-error a key is needed
      [() => heroes().unrelate({ heroId }, 'at', {}), 'to.placeId'],
      // @ts-expect-error no such type
      [() => heroes().unrelate({ heroId }, 'knows', { heroId }, { $type: 'W_AT' }), '$type'],
      // @ts-expect-error no such label
      [() => heroes().relate({ heroId }, 'owns', { $label: 5, $key: 'x' }), 'to.$label'],
      [
        () =>
          heroes().relateMany('at', [
            { from: { heroId }, to: { placeId }, $link: { since } },
            { from: { heroId }, to: { placeId: newPlace() }, $link: { since } },
          ]),
        'pairs.1',
      ],
    ];
    for (const [work, field] of pairs)
      await expect(work(), field).rejects.toMatchObject({ code: 'invalid_input', field });
  });

  it('joins and parts only what a caller may see, and begins at what it owns', async () => {
    const mine = await hero();
    const theirs = await hero();
    const { placeId } = await place();
    const scoped = store().ownedBy(mine.playerId);
    const [own, other] = [{ heroId: mine.heroId }, { heroId: theirs.heroId }];
    const link = { $type: 'W_LIKES' } as const;
    await heroes().relate(own, 'knows', other, link);
    for (const work of [
      () => scoped.repo(Hero).relate(own, 'knows', other, link),
      () => scoped.repo(Hero).relate(other, 'knows', own, link),
      () => scoped.repo(Hero).relate(other, 'at', { placeId }, { since }),
      () => scoped.repo(Hero).relateMany('knows', [{ from: own, to: other, $link: link }]),
      () => scoped.repo(Hero).unrelate(own, 'knows', other),
    ])
      await expect(work()).rejects.toMatchObject({ code: 'not_found' });
    await expect(scoped.repo(Place).relate({ placeId }, 'visitors', own, { since })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await known(theirs.heroId)).toEqual([]);
    expect(await known(mine.heroId)).toHaveLength(1);
    await scoped.repo(Hero).relate(own, 'at', { placeId }, { since });
    expect((await at(mine.heroId))?.placeId).toBe(placeId);
  });

  it('takes no link away from what is shared, for one owner alone', async () => {
    const [theirs, mine] = [await hero(), await hero()];
    const { placeId } = await place();
    await heroes().relate({ heroId: theirs.heroId }, 'guards', { placeId });
    const scoped = store().ownedBy(mine.playerId).repo(Hero);
    await expect(scoped.relate({ heroId: mine.heroId }, 'guards', { placeId })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const { guard } = await places().get({ placeId, include: { guard: true } });
    expect(guard?.heroId).toBe(theirs.heroId);
    await heroes().relate({ heroId: mine.heroId }, 'guards', { placeId });
    const after = await heroes().get({ heroId: theirs.heroId, include: { guards: true } });
    expect(after.guards).toEqual([]);
  });

  it('joins from and to a node of an abstract label', async () => {
    const { heroId, playerId } = await hero();
    const sword = await swords().create({ swordId: newId('swd'), playerId, weight: 1, edge: 'keen' });
    const key = { $label: 'WSword', $key: sword.swordId };
    await heroes().relate({ heroId }, 'owns', key);
    expect((await heroes().get({ heroId, include: { owns: true } })).owns).toMatchObject([key]);
    await expect(heroes().relate({ heroId }, 'owns', { ...key, $key: 'none' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await heroes().unrelate({ heroId }, 'owns', key)).toBe(true);
  });
});
