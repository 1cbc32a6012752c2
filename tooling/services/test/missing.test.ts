import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { client, ownFolders } from './support.ts';

const empty = await mkdtemp(join(tmpdir(), 'graphkeep-empty-'));
afterAll(() => rm(empty, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

const withoutTools = { PATH: join(empty, 'bin') };
const folders = ownFolders(join(empty, 'cache'));

test('one loud line a store tells what was missing and how to get it', async () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const [first, second] = [client(folders, withoutTools), client(folders, withoutTools)];
  expect(await first.testNeo4j()).toBeUndefined();
  expect(await second.testNeo4j()).toBeUndefined();
  expect(await second.testRedis()).toBeUndefined();
  const lines = write.mock.calls.map(([text]) => String(text)).filter((text) => text.includes('IS MISSING'));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(
    /Neo4j IS MISSING: ITS TESTS ARE SKIPPED.*mvn .*not found.*GRAPHKEEP_TEST_NEO4J_URL/,
  );
  expect(lines[1]).toMatch(
    /Redis IS MISSING: ITS TESTS ARE SKIPPED.*apt-get .*not found.*GRAPHKEEP_TEST_REDIS_URL/,
  );
});

test('with CI set it is an error', async () => {
  const strict = client(folders, { ...withoutTools, CI: 'true' });
  await expect(strict.testNeo4j()).rejects.toThrow(
    /Neo4j is missing, and with CI set that is a failure.*mvn/s,
  );
});
