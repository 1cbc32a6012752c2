import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@graphkeep/contract';
import { startProcess, tcpProxy } from '@graphkeep/faults';
import { testNeo4j, testRedis } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { openTestPlatform } from '../src/testing/index.ts';
import { boardDomain, Note } from './board.ts';
import { waitingJob } from './waiting-job.ts';

const folder = mkdtempSync(join(tmpdir(), 'graphkeep-platform-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const [neo4j, redis] = [await testNeo4j({ schema: 'board' }), await testRedis()];
const graphs = [
  { name: 'embedded', graph: { NEO4J_URI: `file:${folder}/graph` } },
  ...(neo4j ? [{ name: 'neo4j', graph: { NEO4J_URI: neo4j.url, NEO4J_PASSWORD: neo4j.password } }] : []),
];

describe.skipIf(!redis).each(graphs)('a process that leads, over $name and Redis', ({ graph }) => {
  it('is killed between a commit and its invalidation: the next one makes good, and goes on with its job', async () => {
    const { hostname, port } = new URL(redis?.url ?? '');
    await using proxy = await tcpProxy({ target: { host: hostname, port: Number(port) } });
    const environment = { ...graph, GRAPHKEEP_CACHE_APP: `killed-${newId('app')}` };
    const throughProxy = { ...environment, REDIS_URL: `redis://127.0.0.1:${proxy.port}` };
    await using child = await startProcess(
      process.execPath,
      [
        '--conditions=@graphkeep/source',
        join(import.meta.dirname, 'writing-child.ts'),
        JSON.stringify(throughProxy),
      ],
      { ready: /^ready .*$/m },
    );
    const [, noteId = '', jobId = ''] = /^ready (\S+) (\S+)$/m.exec(child.output()) ?? [];
    proxy.blackHole();
    process.kill(child.pid, 'SIGUSR2');
    await eventually(() => expect(child.output()).toContain('kept'));
    await child.kill();

    await using platform = await openTestPlatform({
      ...boardDomain,
      jobs: [waitingJob],
      environment: { ...environment, REDIS_URL: redis?.url ?? '' },
    });
    const scope = platform.as({ id: 'next', scopes: ['*'] });
    expect((await scope.repo(Note).get({ noteId })).text).toBe('two');
    await vi.waitFor(
      async () => {
        expect((await scope.cached(Note).get({ noteId })).text).toBe('two');
        expect(await scope.jobs.status(jobId)).toMatchObject({ state: 'done', result: 'begun 2' });
      },
      { timeout: 15_000, interval: 50 },
    );
  });
});
