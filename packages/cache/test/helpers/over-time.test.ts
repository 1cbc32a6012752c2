import { setTimeout as delay } from 'node:timers/promises';
import { testRedis, testRedisCluster } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Helpers, openHelpers } from '../../src/helpers/open-helpers.ts';
import { ownName, placesOf } from './suite.ts';

const [redis, cluster] = await Promise.all([testRedis(), testRedisCluster()]);

const open: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const close of open.reverse()) await close();
});

// They wait, all at once, and apart from the tests that keep the process busy.
for (const place of placesOf(redis, cluster)) {
  const connection = place.missing ? undefined : await place.connect();
  const helpers = openHelpers(connection, { prefix: place.prefix });
  /** On Redis, those of another process. */
  const others = connection ? openHelpers(connection, { prefix: place.prefix }) : helpers;
  open.push(async () => {
    helpers.close();
    others.close();
    await connection?.close();
  });

  describe(`over time, ${place.name}`, { skip: place.missing, concurrent: true }, () => {
    it('sessions live on while they are used, and end when they are not', async () => {
      const sessions = helpers.sessions<number>(ownName(), { ttlMs: 1_000 });
      const { id } = await sessions.create('ada', 1);
      await sessions.create('ada', 2);
      const left = async () => (await sessions.ofUser('ada')).map((session) => session.id);
      let lives = true;
      const onlyTheUsed = async () => {
        lives &&= await sessions.touch(id);
        expect(await left()).toEqual([id]);
      };
      await vi.waitFor(onlyTheUsed, { timeout: 5_000, interval: 20 });
      expect(lives).toBe(true);
      await eventually(async () => expect(await left()).toEqual([]));
    });

    it('sessions that are not sliding end at their time', async () => {
      const sessions = helpers.sessions<number>(ownName(), { ttlMs: 100, sliding: false });
      const { id } = await sessions.create('ada', 1);
      await vi.waitFor(async () => expect(await sessions.get(id)).toBeUndefined(), { interval: 10 });
    });

    it('a stream with a life is gone so long after its last entry', async () => {
      const stream = helpers.stream<number>(ownName(), { ttlMs: 1_000 });
      await stream.append(1);
      await stream.append(2);
      expect(await stream.size()).toBe(2);
      await vi.waitFor(async () => expect(await stream.size()).toBe(0), { timeout: 5_000, interval: 20 });
    });

    it('a lock is held by nobody else while work runs, for longer than its time', async () => {
      const name = ownName();
      let inside = 0;
      const work = async () => {
        inside += 1;
        expect(inside).toBe(1);
        await delay(1_300);
        inside -= 1;
      };
      const options = { ttlMs: 1_000 };
      await Promise.all([
        helpers.lock(name, options).run(work, { waitMs: 5_000 }),
        others.lock(name, options).run(work, { waitMs: 5_000 }),
      ]);
    });

    it('a leader is one of many, and another one follows', async () => {
      const name = ownName();
      const terms: [number, number][] = [];
      let leading = 0;
      const stand = (who: number, from: Helpers) =>
        from.leader(
          name,
          async ({ fence, signal }) => {
            leading += 1;
            expect(leading).toBe(1);
            terms.push([who, fence]);
            await new Promise((resolve) => signal.addEventListener('abort', resolve));
            leading -= 1;
          },
          { ttlMs: 500 },
        );
      const candidates = [stand(0, helpers), stand(1, others), stand(2, others)];
      await eventually(() => expect(terms).toHaveLength(1));
      const [first] = terms;
      expect(candidates.map(({ leads }) => leads)).toEqual([0, 1, 2].map((who) => who === first?.[0]));
      await candidates[first?.[0] ?? 0]?.close();
      await eventually(() => expect(terms).toHaveLength(2));
      expect(terms[1]?.[1]).toBeGreaterThan(first?.[1] ?? Infinity);
      await Promise.all(candidates.map((candidate) => candidate.close()));
      expect(leading).toBe(0);
    });
  });
}
