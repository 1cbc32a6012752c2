import { id } from '@graphkeep/contract';
import { type GraphStore, openGraph } from '@graphkeep/graph';
import { defineGraph, defineNode } from '@graphkeep/models';
import { z } from 'zod';
import { type Bench, defineSuite } from '../define-suite.ts';
import { atLeast, atMost } from '../goal.ts';
import { besideDriver, guard, neo4jAddress } from '../neo4j-bench.ts';
import { percentile } from '../statistics.ts';

const CALLERS = 32;
const LAG_SAMPLES = 600;

const fields = { name: z.string(), place: z.string(), score: z.int() };
const Told = defineNode({
  label: 'Told',
  key: 'toldId',
  shared: true,
  journal: true,
  schema: z.object({ toldId: id('tol'), ...fields }),
});
const Untold = defineNode({
  label: 'Untold',
  key: 'untoldId',
  shared: true,
  schema: z.object({ untoldId: id('unt'), ...fields }),
});
const pair = defineGraph(Told, Untold);
type Pair = GraphStore<typeof pair>;
interface Stores {
  readonly embedded: Pair;
  readonly neo4j: Pair;
}

const values = { name: 'a name', place: 'a place', score: 7 };

/** From the answer to a writer, to the moment when a reader has the entry; with as many writers as there are callers. */
const lagOf = async (store: Pair): Promise<number> => {
  const answered = new Map<string, number>();
  const seen = new Map<string, number>();
  const stop = new AbortController();
  const { cursor } = await store.journal.read({ after: (await store.journal.status()).last });
  const reading = (async () => {
    for await (const page of store.journal.follow({ from: cursor, signal: stop.signal, limit: 1_000 }))
      if (page.kind === 'entries')
        for (const { changes } of page.entries)
          for (const { key } of changes) seen.set(key, performance.now());
  })();
  const writer = async () => {
    for (let i = 0; i < LAG_SAMPLES / CALLERS; i++) {
      const { toldId } = await store.repo(Told).create(values);
      answered.set(toldId, performance.now());
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, writer));
  while (seen.size < answered.size) await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort();
  await reading;
  return percentile(
    [...answered].map(([key, at]) => Math.max(0, (seen.get(key) ?? 0) - at)),
    0.95,
  );
};

const benchesOn = (engine: keyof Stores): Bench<Stores>[] => [
  {
    id: `journal.share.${engine}`,
    ours: {
      callers: CALLERS,
      name: 'with journal',
      make:
        ({ [engine]: store }) =>
        () =>
          store.repo(Told).create(values),
    },
    against: {
      'without journal': {
        callers: CALLERS,
        goal: atLeast(0.85),
        make:
          ({ [engine]: store }) =>
          () =>
            store.repo(Untold).create(values),
      },
    },
  },
  {
    id: `journal.lag.${engine}`,
    unit: 'ms p95',
    goal: atMost(100),
    measure: ({ [engine]: store }) => lagOf(store),
  },
];

/** What the journal costs a writer, and how long a reader waits for what was committed. */
export const graphJournal = defineSuite<Stores>({
  name: 'graph-journal',
  setup: async ({ stack }) => {
    const { store: neo4j } = await besideDriver(stack, await neo4jAddress(), pair);
    const embedded = stack.adopt(await openGraph({ graph: pair, url: 'memory:', guard }), (store) =>
      store.close(),
    );
    return { embedded, neo4j };
  },
  benches: [...benchesOn('embedded'), ...benchesOn('neo4j')],
});
