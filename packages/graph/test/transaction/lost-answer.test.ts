import { newId } from '@graphkeep/contract';
import { createMetrics } from '@graphkeep/core';
import { tcpProxy } from '@graphkeep/faults';
import { testNeo4j } from '@graphkeep/services';
import { describe, expect, it } from 'vitest';
import { openGraph } from '../../src/index.ts';
import { guard } from '../engines.ts';
import { neo4jOptions } from '../neo4j-options.ts';
import { heroGraph, newPlace, Place } from '../write/hero-graph.ts';

const neo4j = await testNeo4j();

describe.skipIf(!neo4j)('a commit whose connection breaks', () => {
  it.each([
    { way: 'down', tries: 1, what: 'was done, and is not done again' },
    { way: 'up', tries: 2, what: 'was not done, and is done' },
  ] as const)(
    'on the way $way: it $what, where the change has an idempotency key',
    async ({ way, tries }) => {
      const port = Number(new URL(neo4j?.url ?? '').port);
      await using proxy = await tcpProxy({ target: { host: '127.0.0.1', port } });
      let cuts = 1;
      const store = await openGraph({
        graph: heroGraph,
        url: `bolt://127.0.0.1:${proxy.port}`,
        neo4j: neo4jOptions(neo4j?.password ?? ''),
        guard: { ...guard, metrics: { ...createMetrics(), guardRetry: () => proxy.clear() } },
        onStatement: ({ operation }) => {
          if (operation === 'idempotency.finish' && cuts-- > 0) proxy.cut({ way });
        },
      });
      const { placeId } = await store.repo(Place).create({ placeId: newPlace(), name: 'Inn' });
      let tried = 0;
      const size = await store.transaction(
        async (within) => {
          tried += 1;
          return (await within.repo(Place).patch({ placeId }, { size: { increment: 1 } })).size;
        },
        { idempotencyKey: newId('key') },
      );
      expect([size, tried]).toEqual([2, tries]);
      expect((await store.repo(Place).get({ placeId })).size).toBe(2);
      await store.close();
    },
  );
});
