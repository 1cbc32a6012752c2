import { newId } from '@graphkeep/contract';
import { testNeo4j, testRedis } from '@graphkeep/services';
import { describe, expect, it, vi } from 'vitest';
import { openTestPlatform } from '../src/testing/index.ts';
import { boardDomain, Note } from './board.ts';

const [neo4j, redis] = [await testNeo4j({ schema: 'board' }), await testRedis()];
const at = { timeout: 10_000, interval: 20 };
const admin = { id: 'admin', scopes: ['system:admin'] };

describe('by hand', () => {
  it('is done with the right scope alone, and audited', async () => {
    await using platform = await openTestPlatform(boardDomain);
    const { operations, audit } = platform.as(admin);
    await expect(
      platform.as({ id: 'reader', scopes: ['system:read'] }).operations.flush('BNote'),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(operations.flush('Nothing')).rejects.toThrow(
      'Nothing is not cached. Cached are: BTopic, BNote, Board.',
    );
    expect(await operations.flush('BNote')).toBe('applied');
    await expect(operations.reconnect('cache')).rejects.toMatchObject({ code: 'not_found', field: 'store' });
    await expect(operations.reconnect('sql')).rejects.toMatchObject({ code: 'unsupported' });
    await expect(operations.reconnect('graph')).rejects.toMatchObject({ code: 'unsupported' });
    const { items } = await audit.read({ principal: 'admin' });
    expect(items.map(({ action, subject }) => `${action} ${subject}`)).toContain('platform.flush BNote');
  });

  it('holds calls to the graph off, and lets them through again', async () => {
    await using platform = await openTestPlatform(boardDomain);
    const scope = platform.as(admin);
    const { noteId } = await scope.repo(Note).create({ playerId: newId('ply'), text: 'x' });
    await scope.cached(Note).get({ noteId });
    await scope.operations.openBreaker('graph');
    expect(scope.operations.breakers()).toEqual({ graph: 'open', sql: 'closed' });
    await expect(scope.repo(Note).get({ noteId })).rejects.toMatchObject({ code: 'unavailable' });
    expect((await scope.cached(Note).get({ noteId })).text).toBe('x');
    await scope.operations.closeBreaker('graph');
    expect((await scope.repo(Note).get({ noteId })).text).toBe('x');
    const { items } = await scope.audit.read({ principal: 'admin' });
    expect(items.map(({ action }) => action)).toEqual(['platform.close-breaker', 'platform.open-breaker']);
  });

  it('shows in the metrics how the stores are', async () => {
    await using platform = await openTestPlatform(boardDomain);
    await platform.checkHealth();
    expect(await platform.as(admin).metrics.registry.metrics()).toContain('store_health{store="graph"} 1');
  });
});

describe.skipIf(!redis || !neo4j)('by hand, with Neo4j and Redis', () => {
  it('makes connections anew while they are used, and holds Redis off', async () => {
    await using platform = await openTestPlatform({
      ...boardDomain,
      environment: {
        NEO4J_URI: neo4j?.url ?? '',
        NEO4J_PASSWORD: neo4j?.password ?? '',
        REDIS_URL: redis?.url ?? '',
      },
    });
    const scope = platform.as({ id: 'admin', scopes: ['*'] });
    await vi.waitFor(async () => expect((await platform.checkHealth()).state).toBe('healthy'), at);
    const { noteId } = await scope.repo(Note).create({ playerId: newId('ply'), text: 'x' });
    const reads = Array.from({ length: 50 }, () => scope.repo(Note).get({ noteId }));
    expect(await scope.operations.reconnect('graph')).toMatchObject({ store: 'graph', state: 'healthy' });
    expect(await Promise.all(reads)).toHaveLength(50);
    await scope.operations.reconnect('cache');
    await vi.waitFor(async () => expect((await platform.checkHealth()).state).toBe('healthy'), at);
    await scope.operations.openBreaker('cache');
    expect((await platform.checkHealth()).state).toBe('degraded');
    expect((await scope.cached(Note).get({ noteId })).text).toBe('x');
    await scope.repo(Note).patch({ noteId }, { text: 'y' });
    expect((await scope.cached(Note).get({ noteId })).text).toBe('y');
    await scope.operations.closeBreaker('cache');
    await vi.waitFor(async () => expect((await platform.checkHealth()).state).toBe('healthy'), at);
    expect((await scope.cached(Note).get({ noteId })).text).toBe('y');
  });
});
