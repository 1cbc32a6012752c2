import { newId } from '@graphkeep/contract';
import { describe, expect, it } from 'vitest';
import { testEngines } from '../engines.ts';
import { heroStore, newPlace } from '../write/hero-graph.ts';

describe.each(await testEngines())('a change with an idempotency key on $name', (engine) => {
  let now = Date.now();
  const { store, heroes, places, place } = heroStore(engine, { now: () => new Date(now) });

  it('is made once, and answers the same again', async () => {
    const idempotencyKey = newId('key');
    const playerId = newId('ply');
    const input = { playerId, name: 'Ada', born: new Date(5), tags: ['x'] };
    const made = await heroes().create(input, { idempotencyKey });
    await heroes().patch({ heroId: made.heroId }, { name: 'Bea' });
    expect(await heroes().create({ ...input, tags: ['x'] }, { idempotencyKey })).toEqual(made);
    expect(await heroes().count({ where: { playerId } })).toBe(1);
  });

  it('is made once though many ask for it at the same time', async () => {
    const idempotencyKey = newId('key');
    const { placeId } = await place();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        places().patch({ placeId }, { size: { increment: 1 } }, { idempotencyKey }),
      ),
    );
    expect(answers.map(({ size }) => size)).toEqual(Array(8).fill(2));
  });

  it('refuses the key for another request', async () => {
    const idempotencyKey = newId('key');
    const work = (request: unknown) => store().transaction(async () => 1, { idempotencyKey, request });
    expect(await work({ a: 1, b: [2] })).toBe(1);
    expect(await work({ b: [2], a: 1 })).toBe(1);
    await expect(work({ a: 1, b: [3] })).rejects.toMatchObject({
      code: 'idempotency_mismatch',
      field: 'idempotencyKey',
    });
  });

  it('keeps any plain answer, and the keys of each owner apart', async () => {
    const idempotencyKey = newId('key');
    const answer = { when: new Date(5), none: undefined, big: 12n, set: new Set(['a']), text: '"`\u0000' };
    const twice = async (owner: string | undefined, value: unknown) => {
      const scoped = owner === undefined ? store() : store().ownedBy(owner);
      await scoped.transaction(async () => value, { idempotencyKey });
      return scoped.transaction(async () => 'ran again', { idempotencyKey });
    };
    expect(await twice(undefined, answer)).toEqual(answer);
    expect(await twice('a', 'of a')).toBe('of a');
    expect(await twice('b', undefined)).toBeUndefined();
  });

  it('leaves no record of what failed', async () => {
    const idempotencyKey = newId('key');
    const placeId = newPlace();
    const failed = store().transaction(
      async () => {
        await places().create({ placeId, name: 'n' });
        throw new Error('changed my mind');
      },
      { idempotencyKey },
    );
    await expect(failed).rejects.toThrow('changed my mind');
    const create = () =>
      store().transaction(() => places().create({ placeId, name: 'n' }), { idempotencyKey });
    const made = await create();
    expect(await create()).toEqual(made);
  });

  it('is forgotten when its time is over', async () => {
    const idempotencyKey = newId('key');
    const { placeId } = await place();
    const add = () =>
      places().patch({ placeId }, { size: { increment: 1 } }, { idempotencyKey, ttlMs: 1_000 });
    expect([(await add()).size, (await add()).size]).toEqual([2, 2]);
    now += 1_001;
    expect([(await add()).size, (await add()).size]).toEqual([3, 3]);
    now += 1_001;
    expect(await store().sweepIdempotency()).toBeGreaterThan(0);
    expect(await store().sweepIdempotency()).toBe(0);
    expect((await add()).size).toBe(4);
  });

  it('refuses a key that is none, and an answer that is too long to keep', async () => {
    for (const idempotencyKey of ['', 'x'.repeat(201), 'half \ud83e'])
      await expect(store().transaction(async () => 1, { idempotencyKey })).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'idempotencyKey',
      });
    const options = { idempotencyKey: newId('key') };
    await expect(store().transaction(async () => 'x'.repeat(2_000_000), options)).rejects.toMatchObject({
      field: 'idempotencyKey',
    });
    await expect(store().transaction(async () => 1, { ...options, mode: 'read' })).rejects.toMatchObject({
      field: 'idempotencyKey',
    });
  });
});
