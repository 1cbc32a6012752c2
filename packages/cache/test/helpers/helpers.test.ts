import { testRedis, testRedisCluster } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, describe, expect, it } from 'vitest';
import { type Helpers, openHelpers } from '../../src/helpers/open-helpers.ts';
import { ownName, placesOf, schemaOf } from './suite.ts';

const [redis, cluster] = await Promise.all([testRedis(), testRedisCluster()]);

const open: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const close of open.reverse()) await close();
});

const positive = schemaOf((value): { points: number } => {
  if (typeof value === 'object' && value !== null && 'points' in value && typeof value.points === 'number') {
    return { points: value.points };
  }
  throw new TypeError('points must be a number');
});

for (const place of placesOf(redis, cluster)) {
  const connection = place.missing ? undefined : await place.connect();
  const helpers = openHelpers(connection, { prefix: place.prefix });
  open.push(async () => {
    helpers.close();
    await connection?.close();
  });
  /** On Redis, those of another process. */
  const others = (): Helpers => {
    if (connection === undefined) return helpers;
    const more = openHelpers(connection, { prefix: place.prefix });
    open.push(() => more.close());
    return more;
  };

  describe(place.name, { skip: place.missing, concurrent: true }, () => {
    describe('a counter', () => {
      it('adds and begins anew', async () => {
        const counter = helpers.counter(ownName());
        expect(await counter.value()).toBe(0);
        expect(await Promise.all(Array.from({ length: 20 }, () => counter.add()))).toContain(20);
        expect(await counter.add(-5)).toBe(15);
        expect(await counter.value()).toBe(15);
        await counter.reset();
        expect(await counter.value()).toBe(0);
      });

      it('begins anew when its time is over', async () => {
        const counter = helpers.counter(ownName(), { ttlMs: 30 });
        await counter.add();
        await eventually(async () => expect(await counter.value()).toBe(0));
      });

      it('counts in whole numbers', async () => {
        await expect(helpers.counter(ownName()).add(0.5)).rejects.toMatchObject({
          code: 'invalid_input',
          field: 'by',
        });
      });
    });

    it('a hash keeps values under fields of any name', async () => {
      const hash = helpers.hash<{ n: number }>(ownName());
      expect(await hash.get('a')).toBeUndefined();
      await hash.setMany({ a: { n: 1 }, b: { n: 2 }, ['__proto__']: { n: 3 }, '': { n: 4 } });
      await hash.set('b', { n: 5 });
      expect(await hash.getMany(['b', 'none', '__proto__', ''])).toEqual([
        { n: 5 },
        undefined,
        { n: 3 },
        { n: 4 },
      ]);
      expect([...(await hash.all()).keys()].sort()).toEqual(['', '__proto__', 'a', 'b']);
      expect(await hash.remove('a', 'none')).toBe(1);
      expect(await hash.size()).toBe(3);
      await hash.clear();
      expect(await hash.size()).toBe(0);
    });

    it('a hash counts', async () => {
      const hash = helpers.hash<number>(ownName());
      await hash.set('n', 40);
      expect(await hash.add('n', 2)).toBe(42);
      expect(await hash.get('n')).toBe(42);
    });

    it('a list takes at both ends', async () => {
      const list = helpers.list<string>(ownName());
      expect(await list.push('b', 'c')).toBe(2);
      expect(await list.unshift('a', 'ä')).toBe(4);
      expect(await list.range()).toEqual(['ä', 'a', 'b', 'c']);
      expect(await list.range(1, 2)).toEqual(['a', 'b']);
      expect(await list.range(-2, -1)).toEqual(['b', 'c']);
      expect([await list.shift(), await list.pop(), await list.size()]).toEqual(['ä', 'c', 2]);
      await list.clear();
      expect(await list.pop()).toBeUndefined();
    });

    it('a list with a limit drops what is at the other end', async () => {
      const list = helpers.list<number>(ownName(), { maxLength: 3 });
      expect(await list.push(1, 2, 3, 4)).toBe(3);
      expect(await list.range()).toEqual([2, 3, 4]);
      expect(await list.unshift(1)).toBe(3);
      expect(await list.range()).toEqual([1, 2, 3]);
    });

    it('a set has each value once', async () => {
      const set = helpers.set<readonly [string, number]>(ownName());
      expect(await set.add(['a', 1], ['b', 2], ['a', 1])).toBe(2);
      expect(await set.add(['a', 1])).toBe(0);
      expect([await set.has(['a', 1]), await set.has(['a', 2])]).toEqual([true, false]);
      expect((await set.all()).toSorted()).toEqual([
        ['a', 1],
        ['b', 2],
      ]);
      expect(await set.remove(['a', 1], ['c', 3])).toBe(1);
      expect(await set.size()).toBe(1);
    });

    it('a sorted set ranks', async () => {
      const board = helpers.sortedSet<string>(ownName());
      await board.set('ada', 10);
      await board.set('bob', 2.5);
      await board.set('eve', Infinity);
      expect(await board.add('bob', 30)).toBe(32.5);
      expect(await board.page({ descending: true, limit: 2 })).toEqual([
        { value: 'eve', score: Infinity },
        { value: 'bob', score: 32.5 },
      ]);
      expect(await board.page({ min: 10, max: 32.5, offset: 1 })).toEqual([{ value: 'bob', score: 32.5 }]);
      expect([
        await board.rank('ada'),
        await board.rank('ada', { descending: true }),
        await board.rank('x'),
      ]).toEqual([0, 2, undefined]);
      expect([await board.score('ada'), await board.score('x')]).toEqual([10, undefined]);
      expect(await board.removeRange(-Infinity, 10)).toBe(1);
      expect(await board.remove('bob')).toBe(1);
      expect(await board.size()).toBe(1);
    });

    it('a collection lives as long as it is told', async () => {
      const list = helpers.list<number>(ownName());
      expect(await list.expireIn(1_000)).toBe(false);
      await list.push(1);
      expect(await list.expireIn(20)).toBe(true);
      await eventually(async () => expect(await list.size()).toBe(0));
    });

    it('values of another shape are never handed out', async () => {
      const name = ownName();
      await helpers.hash<string>(name).set('a', 'text');
      await expect(helpers.hash(name, { schema: positive }).get('a')).rejects.toMatchObject({
        code: 'internal',
      });
      await helpers.hash(name, { schema: positive }).set('a', { points: 1 });
      expect(await helpers.hash(name, { schema: positive }).get('a')).toEqual({ points: 1 });
    });

    it('what JSON cannot write is refused', async () => {
      const list = helpers.list<unknown>(ownName());
      await expect(list.push(() => {})).rejects.toMatchObject({ code: 'invalid_input' });
    });

    it('names with any character are apart', async () => {
      const base = ownName();
      const names = ['*', '{a}', '{b}', '%7ba%7d', '?', 'ü, :', '[x]'].map((name) => base + name);
      await Promise.all(names.map((name) => helpers.list<string>(name).push(name)));
      for (const name of names) expect(await helpers.list<string>(name).range()).toEqual([name]);
    });

    it('names within names never meet', async () => {
      const base = ownName();
      const inner = helpers.rate(`${base}:a`, { limit: 1, windowMs: 60_000 });
      const outer = helpers.rate(base, { limit: 1, windowMs: 60_000 });
      expect(await inner.consume('b')).toMatchObject({ allowed: true });
      expect(await outer.consume('a:b')).toMatchObject({ allowed: true });
    });

    describe('sessions', () => {
      it('are found by their id and by their user', async () => {
        const sessions = helpers.sessions<{ step: number }>(ownName());
        const first = await sessions.create('ada', { step: 1 });
        const second = await sessions.create('ada', { step: 2 }, { id: 'chosen' });
        await sessions.create('bob', { step: 3 });
        expect(await others().sessions(ownName()).get(first.id)).toBeUndefined();
        expect(await sessions.get(first.id)).toEqual(first);
        expect((await sessions.ofUser('ada')).map(({ id }) => id).sort()).toEqual(
          [first.id, second.id].sort(),
        );
        expect(await sessions.remove(first.id)).toBe(true);
        expect(await sessions.remove(first.id)).toBe(false);
        expect(await sessions.removeOfUser('ada')).toBe(1);
        expect(await sessions.ofUser('ada')).toEqual([]);
        expect(await sessions.ofUser('bob')).toHaveLength(1);
      });

      it('are not taken over by a second creation', async () => {
        const sessions = helpers.sessions<number>(ownName());
        await sessions.create('ada', 1, { id: 'x' });
        await expect(sessions.create('eve', 2, { id: 'x' })).rejects.toMatchObject({
          code: 'already_exists',
        });
        expect(await sessions.get('x')).toMatchObject({ user: 'ada', data: 1 });
        expect(await sessions.ofUser('eve')).toEqual([]);
      });

      it('lose no change of many at once', async () => {
        const sessions = helpers.sessions<number>(ownName());
        const { id } = await sessions.create('ada', 0);
        const changes = Array.from({ length: 4 }, () => sessions.update(id, (n) => n + 1));
        await Promise.all(changes);
        expect(await sessions.get(id)).toMatchObject({ data: 4 });
        expect(await sessions.update('none', (n) => n)).toBeUndefined();
      });

      it('are held against their schema', async () => {
        const name = ownName();
        const { id } = await helpers.sessions<string>(name).create('ada', 'text');
        const strict = helpers.sessions(name, { schema: positive });
        await expect(strict.get(id)).rejects.toMatchObject({ code: 'internal' });
        const good = await strict.create('ada', { points: 1 });
        expect((await strict.get(good.id))?.data).toEqual({ points: 1 });
      });
    });

    describe('a stream', () => {
      it('is read in pages, from both ends', async () => {
        const stream = helpers.stream<number>(ownName());
        const ids: string[] = [];
        for (let n = 0; n < 5; n += 1) ids.push(await stream.append(n));
        const first = await stream.page({ limit: 2 });
        expect(first.map(({ value }) => value)).toEqual([0, 1]);
        const second = await stream.page({ limit: 2, after: first[1]?.id ?? '' });
        expect(second.map(({ value }) => value)).toEqual([2, 3]);
        const last = await stream.page({ limit: 2, newestFirst: true });
        expect(last.map(({ value }) => value)).toEqual([4, 3]);
        const before = await stream.page({ newestFirst: true, before: last[1]?.id ?? '' });
        expect(before.map(({ value }) => value)).toEqual([2, 1, 0]);
        expect(await stream.remove(ids[0] ?? '')).toBe(1);
        expect(await stream.trim(1)).toBe(3);
        expect(await stream.size()).toBe(1);
      });

      it('keeps to its limit, some more or less', async () => {
        const stream = helpers.stream<number>(ownName(), { maxLength: 100 });
        await Promise.all(Array.from({ length: 500 }, (_, n) => stream.append(n)));
        expect(await stream.size()).toBeLessThanOrEqual(250);
      });

      it('gives each entry to one consumer of a group', async () => {
        const stream = helpers.stream<number>(ownName());
        const a = stream.group('g', 'a');
        const b = stream.group('g', 'b');
        await a.create();
        await b.create();
        for (let n = 0; n < 10; n += 1) await stream.append(n);
        const got = [...(await a.read({ limit: 4 })), ...(await b.read()), ...(await a.read())];
        expect(got.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        expect(await a.pending()).toBe(10);
        await a.done(...got.map(({ id }) => id));
        expect(await a.pending()).toBe(0);
        expect(await stream.group('other', 'c').read()).toHaveLength(10);
      });

      it('wakes a consumer that waits', async () => {
        const stream = helpers.stream<string>(ownName());
        const group = stream.group('g', 'a');
        await group.create();
        await group.read({ waitMs: 1 }).catch(() => {});
        const waiting = eventually(async () => {
          const [item] = await group.read({ waitMs: 1_000 });
          expect(item?.value).toBe('here');
        });
        await stream.append('here');
        await waiting;
        await group.leave();
      });

      it('hands out again what a consumer was not done with, and counts how often', async () => {
        const stream = helpers.stream<number>(ownName());
        await stream.group('g', 'a').create();
        await stream.append(1);
        await stream.append(2);
        await stream.group('g', 'a').read();
        const b = stream.group('g', 'b');
        expect(await b.claim({ idleMs: 60_000 })).toEqual([]);
        expect((await b.claim({ idleMs: 0 })).map(({ value, deliveries }) => [value, deliveries])).toEqual([
          [1, 2],
          [2, 2],
        ]);
      });

      it('of which the group was lost begins from the first entry', async () => {
        const name = ownName();
        const stream = helpers.stream<number>(name);
        const group = stream.group('g', 'a');
        await group.create();
        await stream.clear();
        await stream.append(7);
        expect((await group.read()).map(({ value }) => value)).toEqual([7]);
      });
    });

    describe('a channel', () => {
      it('brings what is published to all who listen', async () => {
        const name = ownName();
        const heard: [string, unknown][] = [];
        const stop = await helpers
          .channel<{ n: number }>(name)
          .listen({ message: (value) => heard.push(['a', value]) });
        await others()
          .channel<{ n: number }>(name)
          .listen({ message: (value) => heard.push(['b', value]) });
        await others().channel<{ n: number }>(name).publish({ n: 1 });
        await eventually(() => expect(heard.map(([who]) => who).sort()).toEqual(['a', 'b']));
        expect(heard[0]?.[1]).toEqual({ n: 1 });
        stop();
        await helpers.channel<{ n: number }>(name).publish({ n: 2 });
        await eventually(() => expect(heard).toHaveLength(3));
        expect(heard[2]).toEqual(['b', { n: 2 }]);
      });

      it('tells of messages of another shape, and of listeners that throw', async () => {
        const name = ownName();
        const errors: unknown[] = [];
        await helpers.channel(name, { schema: positive }).listen({
          message: () => {
            throw new Error('mine');
          },
          error: (error) => errors.push(error),
        });
        await helpers.channel<string>(name).publish('text');
        // On a Cluster each is sent to any node, and may overtake the other.
        await eventually(() => expect(errors).toHaveLength(1));
        await helpers.channel(name, { schema: positive }).publish({ points: 1 });
        await eventually(() => expect(errors).toHaveLength(2));
        expect(errors).toEqual([expect.objectContaining({ code: 'internal' }), new Error('mine')]);
      });
    });

    describe('a lock', () => {
      it('has one holder, and a number that grows with each', async () => {
        const name = ownName();
        const first = await helpers.lock(name).acquire();
        expect(await others().lock(name).acquire()).toBeUndefined();
        await first?.release();
        expect(first?.signal.aborted).toBe(true);
        const second = await others().lock(name).acquire();
        expect(second?.fence).toBeGreaterThan(first?.fence ?? Infinity);
        await first?.release();
        expect(await helpers.lock(name).acquire()).toBeUndefined();
        await second?.release();
      });

      it('says so where it cannot be had, and stops waiting when told', async () => {
        const name = ownName();
        const lease = await helpers.lock(name).acquire();
        await expect(helpers.lock(name).run(async () => {})).rejects.toMatchObject({ code: 'conflict' });
        const signal = AbortSignal.timeout(20);
        await expect(helpers.lock(name).acquire({ waitMs: 60_000, signal })).rejects.toThrow();
        await lease?.release();
      });
    });

    describe('a rate', () => {
      it('lets through no more than its limit, for each caller', async () => {
        const rate = helpers.rate(ownName(), { limit: 3, windowMs: 60_000 });
        const answers = await Promise.all(Array.from({ length: 5 }, () => rate.consume('ada')));
        expect(answers.filter(({ allowed }) => allowed)).toHaveLength(3);
        expect(await rate.consume('bob', 2)).toMatchObject({ allowed: true, remaining: 1, local: false });
        expect(await rate.peek('bob')).toMatchObject({ allowed: true, remaining: 1 });
        const refused = await rate.consume('ada');
        expect(refused).toMatchObject({ allowed: false, remaining: 0 });
        expect(refused.resetMs).toBeGreaterThan(50_000);
        await rate.reset('ada');
        expect(await rate.consume('ada')).toMatchObject({ allowed: true, remaining: 2 });
      });

      it('lets through again in the next window', async () => {
        const rate = helpers.rate(ownName(), { limit: 1, windowMs: 40 });
        await rate.consume('ada');
        await eventually(async () => expect(await rate.consume('ada')).toMatchObject({ allowed: true }));
      });
    });
  });
}
