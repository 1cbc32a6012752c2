import { testRedis } from '@graphkeep/services';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { startPeer } from './peer.ts';
import { isReady } from './ready.ts';
import { type Note, noteCache, proxyTo } from './stores.ts';

const server = await testRedis();
const url = server?.url ?? '';

const TYPES = ['note', 'shared', 'owned'] as const;
type Type = (typeof TYPES)[number];
type Who = 'here' | 'there';
interface Place {
  readonly type: Type;
  readonly id: string;
}

type Step =
  | { readonly do: 'read' | 'delete' | 'set'; readonly who: Who; readonly place: Place }
  | { readonly do: 'deleteTag'; readonly who: Who; readonly place: Place }
  | { readonly do: 'begin load' | 'end load'; readonly place: Place }
  | { readonly do: 'catch up'; readonly who: Who }
  | { readonly do: 'reset' | 'refuse' | 'lose answers' | 'slow' | 'heal' }
  | { readonly do: 'clock'; readonly byMs: number };

const who = fc.constantFrom<Who>('here', 'there');
const place = fc.record({ type: fc.constantFrom(...TYPES), id: fc.constantFrom('1', '2') });
const owned = fc.record({ type: fc.constant<'owned'>('owned'), id: fc.constantFrom('1', '2') });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant('read' as const), who, place }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('delete' as const, 'set' as const), who, place }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('deleteTag' as const), who, place: owned }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('begin load' as const, 'end load' as const), place }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('catch up' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('reset' as const, 'refuse' as const, 'lose answers' as const, 'slow' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('heal' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('clock' as const),
      byMs: fc.integer({ min: -300_000, max: 300_000 }),
    }),
  },
);

/** Versions by key: what the store behind the caches holds, and what each process must have seen of it. */
class Expectations {
  readonly stored = new Map<string, number>();
  readonly #applied = new Map<string, number>();
  readonly #own = { here: new Map<string, number>(), there: new Map<string, number>() };
  readonly #seen = { here: new Map<string, number>(), there: new Map<string, number>() };

  change(key: string): number {
    const version = (this.stored.get(key) ?? 0) + 1;
    this.stored.set(key, version);
    return version;
  }

  acknowledged(by: Who, key: string, outcome: unknown): void {
    const version = this.stored.get(key) ?? 0;
    this.#own[by].set(key, version);
    if (outcome === 'applied') this.#applied.set(key, version);
  }

  caughtUp(process: Who): void {
    for (const [key, version] of this.#applied) this.#seen[process].set(key, version);
  }

  /** Nothing waits any more: all that was queued is applied. */
  settled(): void {
    for (const own of Object.values(this.#own))
      for (const [key, version] of own)
        this.#applied.set(key, Math.max(version, this.#applied.get(key) ?? 0));
    this.caughtUp('here');
    this.caughtUp('there');
  }

  /** The oldest version that a read may answer. `unheld`: nothing of the key is in the process, nor being loaded there. */
  least(process: Who, key: string, unheld: boolean): number {
    return Math.max(
      this.#own[process].get(key) ?? 0,
      this.#seen[process].get(key) ?? 0,
      unheld ? (this.#applied.get(key) ?? 0) : 0,
    );
  }
}

describe.skipIf(!server)('over two processes, whatever happens', () => {
  it('no read is older than the last change that it must see', { timeout: 120_000 }, async () => {
    await using stack = new AsyncDisposableStack();
    const proxy = stack.use(await proxyTo(url));
    let ahead = 0;
    const { cache, app } = noteCache(stack, `redis://127.0.0.1:${proxy.port}`, {
      now: () => Date.now() + ahead,
      ...{ readTimeout: '60ms', writeTimeout: '150ms', silence: '2s' },
      breaker: { halfOpenAfterMs: 30 },
    });
    const peer = stack.use(await startPeer({ url, app }));
    await isReady(cache);
    let run = 0;

    const runSteps = async (steps: readonly Step[]): Promise<void> => {
      run += 1;
      const expected = new Expectations();
      const loads = new Map<string, { readonly end: () => void; readonly done: Promise<unknown> }>();
      const idOf = ({ id }: Place): string => `${run}.${id}`;
      const keyOf = ({ type, id }: Place): string => `${type}.${id}`;
      const noteOf = (key: string, type: Type): Note => ({
        text: String(expected.stored.get(key) ?? 0),
        ...(type === 'owned' && { owner: `${run}` }),
      });
      let disturbed = false;
      const heal = async (): Promise<void> => {
        proxy.clear();
        disturbed = false;
        await isReady(cache);
        await vi.waitFor(() => expect(cache.snapshot().redis?.queued).toBe(0), {
          timeout: 5_000,
          interval: 5,
        });
        await Promise.all([cache.caughtUp(), peer.call('caughtUp')]);
        expected.settled();
      };
      const read = async (process: Who, at: Place): Promise<void> => {
        const key = keyOf(at);
        const least = expected.least(process, key, at.type === 'shared' && !loads.has(key));
        const { text, owner } = noteOf(key, at.type);
        const note =
          process === 'here'
            ? await cache[at.type].getOrLoad(idOf(at), async () => noteOf(key, at.type))
            : await peer.call('load', at.type, idOf(at), text, 0, owner);
        expect(Number((note as Note).text), `${process} reads ${key}`).toBeGreaterThanOrEqual(least);
      };
      const write = async (process: Who, at: Place, how: 'set' | 'delete'): Promise<void> => {
        const key = keyOf(at);
        const version = String(expected.change(key));
        const owner = at.type === 'owned' ? `${run}` : undefined;
        const handle = cache[at.type];
        const here = () =>
          how === 'delete'
            ? handle.delete(idOf(at))
            : handle.set(idOf(at), { text: version, ...(owner !== undefined && { owner }) });
        const args = how === 'delete' ? [] : [version, owner];
        const outcome = await (process === 'here' ? here() : peer.call(how, at.type, idOf(at), ...args));
        expected.acknowledged(process, key, outcome);
      };
      const deleteTag = async (process: Who): Promise<void> => {
        const keys = ['owned.1', 'owned.2'];
        for (const key of keys) expected.change(key);
        const tag = `owner:${run}`;
        const outcome = await (process === 'here' ? cache.deleteTag(tag) : peer.call('deleteTag', tag));
        for (const key of keys) expected.acknowledged(process, key, outcome);
      };
      const beginLoad = async (at: Place): Promise<void> => {
        const key = keyOf(at);
        if (loads.has(key)) return;
        const { promise, resolve } = Promise.withResolvers<void>();
        const done = cache[at.type].getOrLoad(idOf(at), async () => {
          const note = noteOf(key, at.type);
          await promise;
          return note;
        });
        loads.set(key, { end: resolve, done: done.catch(() => {}) });
      };
      const endLoad = async (key: string): Promise<void> => {
        loads.get(key)?.end();
        await loads.get(key)?.done;
        loads.delete(key);
      };
      const catchUp = async (process: Who): Promise<void> => {
        if (process === 'here' && disturbed) return;
        await (process === 'here' ? cache.caughtUp() : peer.call('caughtUp'));
        expected.caughtUp(process);
      };

      for (const one of steps) {
        // A read would wait for the load that it joins.
        if (one.do === 'read' && !(one.who === 'here' && loads.has(keyOf(one.place))))
          await read(one.who, one.place);
        if (one.do === 'set' || one.do === 'delete') await write(one.who, one.place, one.do);
        if (one.do === 'deleteTag') await deleteTag(one.who);
        if (one.do === 'begin load') await beginLoad(one.place);
        if (one.do === 'end load') await endLoad(keyOf(one.place));
        if (one.do === 'catch up') await catchUp(one.who);
        if (one.do === 'clock') ahead += one.byMs;
        if (one.do === 'reset') proxy.reset();
        if (one.do === 'refuse') proxy.refuse();
        if (one.do === 'lose answers') proxy.blackHole('down');
        if (one.do === 'slow') proxy.latency({ down: 30, jitter: 20 });
        if (['reset', 'refuse', 'lose answers', 'slow'].includes(one.do)) disturbed = true;
        if (one.do === 'heal') await heal();
      }
      await heal();
      for (const key of loads.keys()) await endLoad(key);
      for (const type of TYPES)
        for (const id of ['1', '2'])
          for (const process of ['here', 'there'] as const) await read(process, { type, id });
    };

    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), runSteps), {
      numRuns: Number(process.env['CACHE_MODEL_RUNS'] ?? 25),
      endOnFailure: true,
    });
  });
});
