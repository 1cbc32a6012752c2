import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repository } from './support/repository.ts';
import { bareEnvironment, run } from './support/run.ts';
import { TemporaryFolder } from './support/temporary-folder.ts';

const folder = new TemporaryFolder();

beforeAll(() => {
  cpSync(join(repository, 'turbo.json'), join(folder.path, 'turbo.json'));
  folder.write('package.json', { name: 'workspace', private: true, packageManager: 'pnpm@12.21.0' });
  folder.write('pnpm-workspace.yaml', 'packages: [packages/*]\n');
  folder.write('pnpm-lock.yaml', "lockfileVersion: '9.0'\n");
  addPackage('below', []);
  addPackage('above', ['below']);
  addPackage('aside', []);
});

afterAll(() => folder[Symbol.dispose]());

test.each([
  ['its sources', 'packages/below/src/a.ts', ['above', 'below']],
  ['its manifest', 'packages/below/extra.json', ['above', 'below']],
  ['its tests', 'packages/below/test/a.test.ts', ['below']],
  ['its readme', 'packages/below/README.md', []],
  ['its build', 'packages/below/dist/a.js', []],
  ['its report', 'packages/below/reports/vitest.json', []],
])('a change of %s re-runs the tests that it can break, and no other', async (_, file, expected) => {
  const before = await testHashes();
  folder.write(file, '// changed\n');
  const after = await testHashes();
  const changed = [...after].filter(([name, hash]) => before.get(name) !== hash).map(([name]) => name);
  expect([...after.keys()].sort()).toEqual(['above', 'aside', 'below']);
  expect(changed.sort()).toEqual(expected);
});

function addPackage(name: string, dependencies: readonly string[]): void {
  folder.write(`packages/${name}/package.json`, {
    name,
    scripts: { test: 'vitest run' },
    dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, 'workspace:*'])),
  });
  folder.write(`packages/${name}/src/a.ts`, 'export {};\n');
}

async function testHashes(): Promise<Map<string, string>> {
  const { stdout } = await run('turbo', ['run', 'test', '--dry=json'], {
    cwd: folder.path,
    env: bareEnvironment({ TURBO_TELEMETRY_DISABLED: '1' }),
  });
  const { tasks }: { tasks: { task: string; package: string; hash: string }[] } = JSON.parse(stdout);
  return new Map(tasks.filter(({ task }) => task === 'test').map((task) => [task.package, task.hash]));
}
