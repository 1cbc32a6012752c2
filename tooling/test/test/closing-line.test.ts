import { cpSync, existsSync, globSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repository } from './support/repository.ts';
import { bareEnvironment, type Ended, run } from './support/run.ts';
import { TemporaryFolder } from './support/temporary-folder.ts';

interface PackageRun {
  readonly exitCode?: number;
  readonly tests?: readonly ('passed' | 'failed' | 'skipped' | 'todo')[];
  /** A file that could not be loaded has no test in its report. */
  readonly brokenFile?: string;
}

let folder: TemporaryFolder;

beforeEach(() => {
  folder = new TemporaryFolder();
  mkdirSync(join(folder.path, 'tooling'));
  for (const file of globSync('tooling/*.mjs', { cwd: repository }))
    cpSync(join(repository, file), join(folder.path, file));
});

afterEach(() => folder[Symbol.dispose]());

test('sums what every package of the run reports', async () => {
  const ended = await npmTest({
    core: { exitCode: 0, tests: ['passed', 'passed'] },
    graph: { exitCode: 0, tests: ['passed', 'skipped', 'todo'] },
  });
  expect(closingLine(ended)).toBe('3 passed, 0 failed, 2 skipped');
  expect(ended.code).toBe(0);
});

test('fails when a test failed, and names it', async () => {
  const ended = await npmTest({ core: { exitCode: 1, tests: ['passed', 'failed'] } });
  expect(closingLine(ended)).toBe('1 passed, 1 failed, 0 skipped');
  expect(ended.stdout).toContain('failed: core: test 2\n');
  expect(ended.code).toBe(1);
});

test('counts a file that could not be loaded', async () => {
  const ended = await npmTest({ core: { exitCode: 1, tests: ['passed'], brokenFile: 'test/a.test.ts' } });
  expect(closingLine(ended)).toBe('1 passed, 1 failed, 0 skipped');
  expect(ended.stdout).toContain('failed: core: test/a.test.ts could not run\n');
});

test.each([
  ['crashed without a report', { exitCode: 134 }, 'core ended with exit code 134 and wrote no report'],
  ['was cut short', {}, 'core did not run to its end and wrote no report'],
  [
    'failed outside of its tests',
    { exitCode: 1, tests: [] },
    'core ended with exit code 1, with no failing test',
  ],
] as const)('counts a package that %s, and names it', async (_, core, message) => {
  const ended = await npmTest({ core, graph: { exitCode: 0, tests: ['passed'] } });
  expect(closingLine(ended)).toBe('1 passed, 1 failed, 0 skipped');
  expect(ended.stdout).toContain(`failed: ${message}\n`);
  expect(ended.code).toBe(1);
});

test('fails when nothing ran', async () => {
  const ended = await npmTest({});
  expect(closingLine(ended)).toBe('0 passed, 0 failed, 0 skipped');
  expect(ended.code).toBe(1);
});

test('fails under CI when a test was skipped, and names it', async () => {
  const ended = await npmTest({ core: { exitCode: 0, tests: ['passed', 'skipped'] } }, { CI: 'true' });
  expect(closingLine(ended)).toBe('1 passed, 0 failed, 1 skipped');
  expect(ended.stdout).toContain('skipped: core: test 2\n');
  expect(ended.code).toBe(1);
});

test('does not count the report of an earlier run', async () => {
  folder.write('packages/core/reports/vitest.json', report({ tests: ['failed', 'failed'] }));
  const ended = await npmTest({ graph: { exitCode: 0, tests: ['passed'] } });
  expect(closingLine(ended)).toBe('1 passed, 0 failed, 0 skipped');
  expect(existsSync(join(folder.path, 'packages/core/reports/vitest.json'))).toBe(false);
});

/** Runs tooling/test.mjs over a `turbo` that leaves behind what the real one would. */
function npmTest(packages: Record<string, PackageRun>, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const runs = Object.entries(packages);
  const tasks = runs.map(([name, { exitCode }]) => ({
    task: 'test',
    package: name,
    directory: `packages/${name}`,
    command: 'vitest run',
    execution: { exitCode },
  }));
  folder.write('after/.turbo/runs/1.json', { tasks });
  for (const [name, one] of runs)
    if (one.tests !== undefined) folder.write(`after/packages/${name}/reports/vitest.json`, report(one));
  const failed = runs.some(([, { exitCode }]) => exitCode !== 0);
  folder.write('bin/turbo', `#!/bin/sh\ncp -R after/. .\nexit ${failed ? 1 : 0}\n`, 0o755);

  return run(process.execPath, ['tooling/test.mjs'], {
    cwd: folder.path,
    env: bareEnvironment({ PATH: `${join(folder.path, 'bin')}:${process.env['PATH']}`, ...env }),
  });
}

function report({ tests = [], brokenFile }: PackageRun): object {
  const assertionResults = tests.map((status, index) => ({ status, fullName: `test ${index + 1}` }));
  const failed = tests.includes('failed');
  const file = { name: 'test/all.test.ts', status: failed ? 'failed' : 'passed', assertionResults };
  const broken =
    brokenFile === undefined ? [] : [{ name: brokenFile, status: 'failed', assertionResults: [] }];
  return { testResults: [file, ...broken] };
}

function closingLine({ stdout }: Ended): string | undefined {
  return stdout.trim().split('\n').at(-1);
}
