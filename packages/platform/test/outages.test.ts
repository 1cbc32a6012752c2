import { newId } from '@graphkeep/contract';
import { Deadline, newRequestId, newUsage, runInContext } from '@graphkeep/core';
import { tcpProxy } from '@graphkeep/faults';
import { testNeo4j, testRedis } from '@graphkeep/services';
import { describe, expect, it, vi } from 'vitest';
import { openTestPlatform } from '../src/testing/index.ts';
import { Board, boardDomain, Note } from './board.ts';

const [neo4j, redis] = [await testNeo4j({ schema: 'board' }), await testRedis()];
const at = { timeout: 10_000, interval: 20 };
const quick = {
  GRAPHKEEP_RETRY_ATTEMPTS: '0',
  GRAPHKEEP_BREAKER_HALF_OPEN_AFTER_MS: '50',
  GRAPHKEEP_GRAPH_QUERY_MS: '1s',
};
const proxied = async (url: string) => {
  const { hostname, port } = new URL(url);
  return tcpProxy({ target: { host: hostname, port: Number(port) } });
};

describe.skipIf(!redis)('while Redis is away', () => {
  it('reads go on, writes are seen by all once it is back, and nothing stale is served', async () => {
    await using proxy = await proxied(redis?.url ?? '');
    const app = { ...quick, GRAPHKEEP_CACHE_APP: `outage-${newId('app')}` };
    const environment = { ...app, REDIS_URL: `redis://127.0.0.1:${proxy.port}` };
    await using platform = await openTestPlatform({ ...boardDomain, environment });
    const scope = platform.as({ id: 'test', scopes: ['*'] });
    await vi.waitFor(async () => expect((await platform.checkHealth()).state).toBe('healthy'), at);
    const { noteId } = await scope.repo(Note).create({ playerId: newId('ply'), text: 'one' });
    const text = async () => (await scope.cached(Note).get({ noteId })).text;
    expect(await text()).toBe('one');
    proxy.refuse();
    proxy.reset();
    expect(await text()).toBe('one');
    await scope.repo(Note).patch({ noteId }, { text: 'two' });
    expect(await text()).toBe('two');
    expect(await platform.checkHealth()).toMatchObject({ state: 'degraded' });
    proxy.clear();
    await vi.waitFor(async () => expect((await platform.checkHealth()).state).toBe('healthy'), at);
    expect(await text()).toBe('two');
  });
});

describe.skipIf(!neo4j)('while the graph is away', () => {
  it('the last that is known is served with its age, and what is not known is an error in time', async () => {
    await using proxy = await proxied(neo4j?.url ?? '');
    let time = Date.now();
    await using platform = await openTestPlatform({
      ...boardDomain,
      environment: {
        ...quick,
        NEO4J_URI: `bolt://127.0.0.1:${proxy.port}`,
        NEO4J_PASSWORD: neo4j?.password ?? '',
      },
      now: () => new Date(time),
    });
    const playerId = newId('ply');
    const scope = platform.as({ id: 'test', scopes: ['*'] });
    const { noteId } = await scope.repo(Note).create({ playerId, text: 'known' });
    const other = await scope.repo(Note).create({ playerId, text: 'unknown' });
    const load = async () => ({ playerId, notes: [await scope.repo(Note).get({ noteId })] }) as never;
    await scope.cached(Note).get({ noteId });
    await scope.model(Board).get(playerId, load);
    time += 600_000;
    proxy.blackHole();
    const aged = await scope.model(Board).getAged(playerId, load);
    expect(aged).toMatchObject({ stale: true, value: { notes: [{ text: 'known' }] } });
    expect(aged.ageMs).toBeGreaterThanOrEqual(600_000);
    const usage = newUsage();
    const request = { requestId: newRequestId(), deadline: Deadline.after(10_000), usage };
    const known = await runInContext(request, () => scope.cached(Note).get({ noteId }));
    expect(known.text).toBe('known');
    expect(usage.staleMs, 'the request is told too').toBeGreaterThanOrEqual(600_000);
    const began = performance.now();
    const refused = runInContext({ requestId: newRequestId(), deadline: Deadline.after(300) }, () =>
      scope.cached(Note).get({ noteId: other.noteId }),
    );
    await expect(refused).rejects.toMatchObject({ code: expect.stringMatching(/^(timeout|unavailable)$/) });
    expect(performance.now() - began).toBeLessThan(2_000);
    await expect(scope.repo(Note).patch({ noteId }, { text: 'no' })).rejects.toMatchObject({
      code: expect.stringMatching(/^(timeout|unavailable|uncertain)$/),
    });
    proxy.clear();
    await vi.waitFor(async () => expect((await platform.checkHealth()).state).toBe('healthy'), at);
    time += 10_000;
    expect(await scope.model(Board).getAged(playerId, load)).toMatchObject({ stale: false });
  });
});
