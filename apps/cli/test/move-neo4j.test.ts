import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testNeo4j } from '@graphkeep/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from './support/run-here.ts';

const neo4j = await testNeo4j({ schema: 'product' });

describe.skipIf(!neo4j)('a move to Neo4j and back', { timeout: 180_000 }, () => {
  let folder: string;
  let env: Record<string, string>;
  const url = neo4j?.url ?? '';
  const embedded = (name: string): string => `file:${join(folder, name)}`;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graphkeep-move-'));
    env = {
      GRAPHKEEP_DATA: folder,
      GRAPHKEEP_PROFILE: 'test',
      GRAPHKEEP_SECRET: 'a root secret of the tests that is long enough',
      NEO4J_PASSWORD: neo4j?.password ?? '',
    };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const digestOf = async (address: string): Promise<string> => {
    const file = join(folder, 'compared.ndjson');
    const { out, err } = await runHere(['export', file, '--force', '--json'], { ...env, NEO4J_URI: address });
    expect(err).toBe('');
    return (JSON.parse(out) as { digest: string }).digest;
  };

  it('changes nothing, though it was cancelled on the way', async () => {
    expect((await runHere(['seed', 'story', '--players', '1'], env)).code).toBe(0);
    const digest = await digestOf(embedded('graph'));
    const there = ['move', '--from', embedded('graph'), '--to', url];

    const stop = new AbortController();
    const stopped = await runHere(there, env, {
      interactive: true,
      interrupted: () => stop.signal,
      err: (text) => {
        if (text.includes('writing')) stop.abort();
      },
    });
    expect(stopped.code).toBe(130);
    const opened = await runHere(['export', join(folder, 'no.ndjson')], { ...env, NEO4J_URI: url });
    expect(opened.err).toContain(`being filled from ${embedded('graph')}`);

    const moved = await runHere([...there, '--json'], env);
    expect(JSON.parse(moved.out)).toMatchObject({ digest, verified: 'content', nodes: { Player: 1 } });

    const back = await runHere(['move', '--from', url, '--to', embedded('back'), '--json'], env);
    expect(JSON.parse(back.out)).toMatchObject({ digest, verified: 'content' });
    expect(await digestOf(embedded('back'))).toBe(digest);
  });
});
