import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';

const MAX_BYTES = 60_000;

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
let code: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graphkeep-models-'));
  await promisify(execFile)('pnpm', ['run', 'bundle'], {
    cwd: root,
    timeout: 60_000,
    env: { ...process.env, BUNDLE_FOLDER: folder },
  });
  const names = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  code = (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('needs nothing of Node, and no driver, in a browser', () => {
  const imported = [...code.matchAll(/\b(?:from|import)\s*\(?\s*["'`]([^"'`]+)["'`]/g)].map(
    ([, name]) => name,
  );
  expect(imported.filter((name) => !name?.startsWith('./'))).toEqual([]);
  expect(code).not.toMatch(/neo4j|neogma|revalidator|\bprocess\.|\bBuffer\b|\brequire\(/i);
  expect(code).toMatch(/HAS_CHARACTER/);
});

it('is small there', () => {
  expect(gzipSync(code).length).toBeLessThan(MAX_BYTES);
});

it('runs as a browser would run it', async () => {
  const { storyGraph } = await import(join(folder, 'story.js'));
  expect(Object.keys(storyGraph)).toContain('Character');
});
