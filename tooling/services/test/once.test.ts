import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { once } from '../src/install/once.ts';

const parent = await mkdtemp(join(tmpdir(), 'graphkeep-once-'));
afterAll(() => rm(parent, { recursive: true, force: true }));

test('two cold starts at once both get a whole folder', async () => {
  const target = join(parent, 'both');
  const both = Promise.withResolvers<void>();
  let builders = 0;
  const build = (name: string) => async (folder: string) => {
    await writeFile(join(folder, 'a'), name);
    builders += 1;
    if (builders === 2) both.resolve();
    await both.promise;
    await writeFile(join(folder, 'b'), name);
  };
  expect(await Promise.all([once(target, build('x')), once(target, build('y'))])).toEqual([target, target]);
  expect(await readFile(join(target, 'a'), 'utf8')).toBe(await readFile(join(target, 'b'), 'utf8'));
  expect(await readdir(parent)).toEqual(['both']);
});

test('a build that fails leaves nothing, and the next is tried', async () => {
  const target = join(parent, 'later');
  await expect(once(target, () => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
  expect(await readdir(parent)).not.toContain('later');
  await once(target, (folder) => writeFile(join(folder, 'a'), ''));
  expect(await readdir(target)).toEqual(['a']);
});

test('what a killed builder left is removed by the next', async () => {
  const dead = spawnSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).stdout.trim();
  await mkdir(join(parent, `.third-${dead}-abc`));
  await mkdir(join(parent, `.third-${process.pid}-abc`));
  await once(join(parent, 'third'), async () => {});
  const drafts = (await readdir(parent)).filter((name) => name.startsWith('.'));
  expect(drafts).toEqual([`.third-${process.pid}-abc`]);
});
