import { newId } from '@graphkeep/contract';
import { tcpProxy } from '@graphkeep/faults';
import { Player, storyGraph } from '@graphkeep/models/story';
import { testNeo4j } from '@graphkeep/services';
import { describe, expect, it } from 'vitest';
import { openGraph } from '../src/index.ts';
import { guard } from './engines.ts';
import { neo4jOptions } from './neo4j-options.ts';

const neo4j = await testNeo4j();

describe.skipIf(!neo4j)('Neo4j behind a bad network', () => {
  const target = () => ({ host: '127.0.0.1', port: Number(new URL(neo4j?.url ?? '').port) });
  const open = (port: number, timeoutMs = 10_000) =>
    openGraph({
      graph: storyGraph,
      url: `bolt://127.0.0.1:${port}`,
      neo4j: neo4jOptions(neo4j?.password ?? ''),
      guard: { ...guard, timeoutMs },
    });

  it('answers at the deadline when the network swallows everything, and works again after', async () => {
    await using proxy = await tcpProxy({ target: target() });
    const store = await open(proxy.port, 1_000);
    proxy.blackHole();
    const began = performance.now();
    await expect(store.repo(Player).find()).rejects.toMatchObject({ code: 'timeout' });
    expect(performance.now() - began).toBeLessThan(3_000);
    proxy.clear();
    expect((await store.repo(Player).find()).next).toBeNull();
    await store.close();
  });

  it('reads again by itself when a connection broke', async () => {
    await using proxy = await tcpProxy({ target: target() });
    const store = await open(proxy.port);
    await store.repo(Player).find();
    proxy.reset();
    expect((await store.repo(Player).find()).items).toEqual([]);
    await store.close();
  });

  it('says that a write is uncertain when the answer to its commit is lost, and never does it twice', async () => {
    await using proxy = await tcpProxy({ target: target() });
    const store = await open(proxy.port);
    const playerId = newId('ply');
    let runs = 0;
    const work = store.transaction(async (within) => {
      runs += 1;
      await within.repo(Player).create({ playerId, username: 'lost-answer' });
      proxy.cut({ way: 'down' });
    });
    await expect(work).rejects.toMatchObject({ code: 'uncertain', retryable: false });
    expect(runs).toBe(1);
    proxy.clear();
    expect(
      (await store.repo(Player).find({ where: { username: 'lost-answer' } })).items.map(
        (one) => one.playerId,
      ),
    ).toEqual([playerId]);
    await store.close();
  });

  it('names a wrong password, and does not try it again', async () => {
    await using proxy = await tcpProxy({ target: target() });
    const url = `bolt://127.0.0.1:${proxy.port}`;
    const wrong = openGraph({ graph: storyGraph, url, neo4j: neo4jOptions('not-the-password'), guard });
    await expect(wrong).rejects.toThrow(/refused the user or the password/);
    expect(proxy.counters.seen).toBe(1);
  });
});
