import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const main = join(import.meta.dirname, '../src/main.ts');
const run = (...argv: string[]) =>
  promisify(execFile)(process.execPath, ['--conditions=@graphkeep/source', main, ...argv]);

test('the harness runs as a command, on the real clock', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graphkeep-bench-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const json = join(folder, 'results.json');
  const start = performance.now();
  const { stdout } = await run('harness', '--quick', '--filter', 'harness.copy', '--json', json);
  expect(performance.now() - start).toBeGreaterThan(2 * (1 + 3) * 200);
  expect(stdout).toContain('structuredClone');

  const results: { value: number; ratio: number | null }[] = JSON.parse(await readFile(json, 'utf8'));
  const [ours, theirs] = results;
  if (!ours || !theirs) throw new Error('two results are expected');
  expect(ours.ratio).toBeGreaterThan(0.1);
  expect(ours.ratio).toBeLessThan(10);
  expect(theirs.value).toBeGreaterThan(0);
});

test('an unknown suite ends the command with an error', async () => {
  await expect(run('nothing')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no suite "nothing".'),
  });
});
