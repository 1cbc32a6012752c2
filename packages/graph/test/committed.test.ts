import { newId } from '@graphkeep/contract';
import { defineGraph, defineNode } from '@graphkeep/models';
import { testNeo4j } from '@graphkeep/services';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Committed, GraphStore, Leadership } from '../src/index.ts';
import { openGraph } from '../src/index.ts';
import { neo4jOptions } from './neo4j-options.ts';

const Card = defineNode({
  label: 'CCard',
  key: 'cardId',
  owner: 'playerId',
  journal: true,
  schema: z.object({ cardId: z.string(), playerId: z.string(), text: z.string() }),
  naturalKey: true,
  relationships: { next: { type: 'C_NEXT', direction: 'out', to: 'CCard' } },
});
const graph = defineGraph(Card);

const neo4j = await testNeo4j();
const engines = [
  { name: 'embedded', url: 'memory:' },
  ...(neo4j ? [{ name: 'neo4j', url: neo4j.url, neo4j: neo4jOptions(neo4j.password) }] : []),
];
const at = { timeout: 10_000, interval: 20 };

describe.each(engines)('after a commit on $name', ({ name, ...place }) => {
  let store: GraphStore<typeof graph>;
  let told: Committed[] = [];
  let hold = Promise.resolve();
  beforeAll(async () => {
    store = await openGraph({
      ...{ graph, guard: { timeoutMs: 20_000 } },
      ...place,
      onCommitted: async (committed) => {
        await hold;
        told.push(committed);
      },
    });
  });
  afterAll(() => store.close());
  beforeEach(() => {
    told = [];
  });
  const cards = () => store.repo(Card);
  const card = () => ({ cardId: newId('crd'), playerId: 'p', text: 'x' });
  const changes = () => told.map(({ entries }) => entries.flatMap((entry) => entry.changes));

  it('the writer waits until all are told that must follow', async () => {
    const released = Promise.withResolvers<void>();
    hold = released.promise;
    const input = card();
    let answered = false;
    const creating = cards()
      .create(input)
      .then(() => {
        answered = true;
      });
    await vi.waitFor(
      async () => expect(await cards().first({ where: { cardId: input.cardId } })).toBeTruthy(),
      at,
    );
    expect(answered).toBe(false);
    released.resolve();
    hold = Promise.resolve();
    await creating;
    expect(changes()).toEqual([[{ label: 'CCard', key: input.cardId, kind: 'created', owner: 'p' }]]);
    expect(told[0]).toMatchObject({ certain: true });
    expect(told[0]?.bookmarks.length).toBe(name === 'neo4j' ? 1 : 0);
  });

  it('a transaction is told once and whole, by the ids of its entries; a failed one is not', async () => {
    const [a, b] = [card(), card()];
    await store.transaction(async () => {
      await cards().createMany([a, b]);
      await store.ownedBy('p').repo(Card).relate({ cardId: a.cardId }, 'next', { cardId: b.cardId });
      expect(store.inTransaction).toBe(true);
    });
    expect(store.inTransaction).toBe(false);
    const [all] = changes();
    expect(all?.map(({ kind }) => kind)).toEqual(['created', 'created', 'related']);
    expect(all?.at(-1)).toMatchObject({ owner: 'p', other: { key: b.cardId, owner: 'p' } });
    const ids = told.flatMap(({ entries }) => entries.map(({ id }) => id));
    await vi.waitFor(async () => {
      const { last } = await store.journal.status();
      const page = await store.journal.read({ after: Math.max(0, last - 100), limit: 100 });
      const found = page.kind === 'entries' ? page.entries.map(({ id }) => id) : [];
      expect(found).toEqual(expect.arrayContaining(ids));
    }, at);
    told = [];
    const failed = store.transaction(async () => {
      await cards().create(card());
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(told).toEqual([]);
  });

  it('the owner of both ends of a relationship is told, whoever made it', async () => {
    const [a, b] = [card(), { ...card(), playerId: 'q' }];
    await cards().createMany([a, b]);
    told = [];
    const [from, to] = [{ cardId: a.cardId }, { cardId: b.cardId }];
    await cards().relate(from, 'next', to);
    await cards().unrelate(from, 'next', to);
    expect(changes().flat()).toEqual(
      ['related', 'unrelated'].map((kind) => ({
        ...{ label: 'CCard', key: a.cardId, kind, owner: 'p' },
        other: { label: 'CCard', key: b.cardId, relationship: 'next', owner: 'q' },
      })),
    );
  });

  it('one process of all leads, and another when it has gone', async () => {
    const lease = `test-${newId('led')}`;
    const led: string[] = [];
    const leader = (who: string) =>
      store.leader(
        lease,
        async ({ signal }) => {
          led.push(who);
          await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        },
        { leaseMs: 1_000 },
      );
    const first = leader('first');
    await vi.waitFor(() => expect(first.leads).toBe(true), at);
    const second = leader('second');
    await first.close();
    await vi.waitFor(() => expect(second.leads).toBe(true), at);
    await second.close();
    expect(led).toEqual(['first', 'second']);
  });

  it('a cursor is kept by who leads, and by nobody who did', async () => {
    const consumer = `cursor-${newId('cur')}`;
    const lead = async (work: (leadership: Leadership) => Promise<void>) => {
      const done = Promise.withResolvers<void>();
      const candidate = store.leader(
        consumer,
        async (leadership) => {
          await work(leadership).then(done.resolve, done.reject);
        },
        { leaseMs: 1_000 },
      );
      try {
        await done.promise;
      } finally {
        await candidate.close();
      }
    };
    expect(await store.journal.cursorOf(consumer)).toBeUndefined();
    await store.journal.begin(consumer);
    const begun = await store.journal.cursorOf(consumer);
    let former: Leadership | undefined;
    await lead(async (leadership) => {
      former = leadership;
      await store.journal.keepCursor(consumer, 7, leadership);
    });
    await lead(async () => {});
    await store.journal.begin(consumer);
    expect([begun !== undefined, await store.journal.cursorOf(consumer)]).toEqual([true, 7]);
    if (!former) throw new Error('somebody led');
    await expect(store.journal.keepCursor(consumer, 3, former)).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.journal.cursorOf(consumer)).toBe(7);
  });
});
