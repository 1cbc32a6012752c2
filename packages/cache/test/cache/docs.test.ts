import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startProcess } from '@graphkeep/faults';
import { testRedis } from '@graphkeep/services';
import { expect, it } from 'vitest';

const server = await testRedis();

it.skipIf(!server)('the page on the cache runs from its first line to its last', async () => {
  const page = readFileSync(new URL('../../../../docs/cache.md', import.meta.url), 'utf8');
  const program = Array.from(page.matchAll(/^```ts\n(.*?)^```$/gms), ([, code]) => code).join('\n');
  const args = ['--conditions=@graphkeep/source', '--input-type=module-typescript', '--eval', program];
  await using child = await startProcess(process.execPath, args, {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { REDIS_URL: server?.url ?? '' },
  });
  const exit = await child.exited;
  expect(child.output()).toContain('soon: s2,s3');
  expect(child.output()).toContain(`a replica must have come to [ 'neo4j:bookmark' ] false`);
  expect(exit).toEqual({ code: 0, signal: null });
});
