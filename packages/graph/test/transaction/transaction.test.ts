import { newId } from '@graphkeep/contract';
import { Deadline, GraphkeepError, newRequestId, runInContext } from '@graphkeep/core';
import { describe, expect, it } from 'vitest';
import { testEngines } from '../engines.ts';
import { Hero, heroStore, newPlace, Place } from '../write/hero-graph.ts';

describe.each(await testEngines())('a transaction on $name', (engine) => {
  const { store, heroes, places, hero, place } = heroStore(engine);
  const has = (placeId: string) => places().exists({ where: { placeId } });

  it('takes in what other repositories and nested transactions do, of any scope', async () => {
    const [a, b, c] = [newPlace(), newPlace(), newPlace()];
    const playerId = newId('ply');
    const work = store().transaction(async (within) => {
      await within.repo(Place).create({ placeId: a, name: 'a' });
      await places().create({ placeId: b, name: 'b' });
      await store().transaction(async () => {
        await places().create({ placeId: c, name: 'c' });
      });
      const { heroId } = await store().ownedBy(playerId).repo(Hero).create({ playerId, name: 'Ada' });
      expect(await Promise.all([a, b, c].map(has))).toEqual([true, true, true]);
      expect((await heroes().get({ heroId })).name).toBe('Ada');
      await store().transaction(async () => expect(await has(a)).toBe(true), { mode: 'read' });
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await Promise.all([a, b, c].map(has))).toEqual([false, false, false]);
    expect(await heroes().count({ where: { playerId } })).toBe(0);
  });

  it('runs the statements of one transaction one after another, however they are asked for', async () => {
    const keys = Array.from({ length: 20 }, newPlace);
    await store().transaction(async () => {
      await Promise.all(keys.map((placeId) => places().create({ placeId, name: 'n' })));
      await Promise.all(keys.map((placeId) => places().patch({ placeId }, { size: { increment: 1 } })));
    });
    const { items } = await places().find({ where: { placeId: { in: keys } } });
    expect(items.map(({ size }) => size)).toEqual(Array(20).fill(2));
  });

  it('keeps nothing when a statement failed, though its error was caught', async () => {
    const placeId = newPlace();
    const { placeId: taken } = await place();
    const work = store().transaction(async () => {
      await places().create({ placeId, name: 'n' });
      await places()
        .create({ placeId: taken, name: 'n' })
        .catch(() => {});
    });
    await expect(work).rejects.toMatchObject({ code: 'already_exists', field: 'placeId' });
    expect(await has(placeId)).toBe(false);
  });

  it('goes on after an error that came before anything was written', async () => {
    const placeId = newPlace();
    await store().transaction(async () => {
      await expect(places().patch({ placeId }, { size: 2 })).rejects.toMatchObject({ code: 'not_found' });
      // @ts-expect-error a name is required
      await expect(places().create({ placeId })).rejects.toMatchObject({ code: 'invalid_input' });
      await places().create({ placeId, name: 'n' });
    });
    expect(await has(placeId)).toBe(true);
  });

  it('does not take the graph for away where what else it does fails', async () => {
    const cacheAway = new GraphkeepError('unavailable', 'The cache is away.');
    const failing = () =>
      store().transaction(
        async () => {
          throw cacheAway;
        },
        { retry: false },
      );
    for (let count = 0; count < 12; count++) await expect(failing()).rejects.toBe(cacheAway);
    expect(await has(newPlace())).toBe(false);
  });

  it('keeps nothing when a nested one failed, though its error was caught', async () => {
    const [a, b] = [newPlace(), newPlace()];
    const work = store().transaction(async () => {
      await places().create({ placeId: a, name: 'a' });
      await store()
        .transaction(async () => {
          await places().create({ placeId: b, name: 'b' });
          throw new Error('inner');
        })
        .catch(() => {});
    });
    await expect(work).rejects.toThrow('inner');
    expect([await has(a), await has(b)]).toEqual([false, false]);
  });

  it('refuses writes in one that only reads', async () => {
    const write = store().transaction(() => places().create({ placeId: newPlace(), name: 'n' }), {
      mode: 'read',
    });
    await expect(write).rejects.toMatchObject({ code: 'invalid_input', field: 'mode' });
  });

  it('keeps nothing where its work did not wait for its statements', async () => {
    const placeId = newPlace();
    let late: Promise<unknown> = Promise.resolve();
    const work = store().transaction(async () => {
      late = places().create({ placeId, name: 'n' });
      await Promise.resolve();
    });
    await expect(work).rejects.toThrow('await each of them');
    await Promise.allSettled([late]);
    expect(await has(placeId)).toBe(false);
  });

  it('refuses a write that comes after its end, and lets a read be', async () => {
    let after: Promise<unknown> = Promise.resolve();
    const ended = Promise.withResolvers<void>();
    const { placeId } = await place();
    const gone = newPlace();
    await store().transaction(async () => {
      after = ended.promise.then(async () => {
        expect(await has(placeId)).toBe(true);
        await places().create({ placeId: gone, name: 'n' });
      });
      await has(placeId);
    });
    ended.resolve();
    await expect(after).rejects.toThrow('has ended');
    expect(await has(gone)).toBe(false);
  });

  it('ends at its deadline, and keeps nothing', async () => {
    const placeId = newPlace();
    const began = performance.now();
    const hung = Promise.withResolvers<void>();
    const work = store().transaction(
      async () => {
        await places().create({ placeId, name: 'n' });
        await hung.promise;
      },
      { timeoutMs: 500 },
    );
    await expect(work).rejects.toMatchObject({ code: 'timeout' });
    expect(performance.now() - began).toBeLessThan(5_000);
    hung.resolve();
    expect(await has(placeId)).toBe(false);
    await expect(store().transaction(async () => {}, { timeoutMs: 0 })).rejects.toMatchObject({
      field: 'timeoutMs',
    });
  });

  it('ends at the deadline of the request that it serves', async () => {
    using deadline = Deadline.after(300);
    const work = runInContext({ requestId: newRequestId(), deadline }, () =>
      store().transaction(() => new Promise(() => {})),
    );
    await expect(work).rejects.toMatchObject({ code: 'timeout' });
  });

  it('runs again where another write was in the way, and says so where it must not', async () => {
    const [a, b] = [await hero(), await hero()];
    // Two transactions that take their locks in opposite order: one of them is made to give way.
    const crossed = async (options: { retry?: boolean }) => {
      const bothHold = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const outcome = await Promise.allSettled(
        [
          [a, b],
          [b, a],
        ].map(([first, second], i) => {
          let tries = 0;
          return store().transaction(async () => {
            tries += 1;
            await heroes().patch({ heroId: first?.heroId ?? '' }, { energy: { increment: 1 } });
            bothHold[i]?.resolve();
            await bothHold[1 - i]?.promise;
            await heroes().patch({ heroId: second?.heroId ?? '' }, { energy: { increment: 1 } });
            return tries;
          }, options);
        }),
      );
      return outcome;
    };
    const tries = (await crossed({})).map((one) => (one.status === 'fulfilled' ? one.value : one.reason));
    expect(Math.max(...tries)).toBeGreaterThan(1);
    expect((await heroes().get({ heroId: a.heroId })).energy).toBe(2);
    expect((await heroes().get({ heroId: b.heroId })).energy).toBe(2);
    const once = await crossed({ retry: false });
    const failed = once.filter((one) => one.status === 'rejected');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every(({ reason }) => reason.code === 'conflict')).toBe(true);
  });
});
