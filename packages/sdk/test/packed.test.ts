import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { installPackedSdk, nodes, type PackedSdk } from './support/packed-sdk.ts';

/** Some two hundred bytes for each procedure that is not of a resource. */
const MAX_DECLARATION_BYTES = 70_000;
const MAX_BROWSER_BYTES = 15_000;
/** Loaded with the first live connection. */
const MAX_LIVE_BYTES = 8_000;

let packed: PackedSdk;
const textOf = (path: string) => readFile(join(packed.folder, path), 'utf8');
/** All that a folder has of JavaScript. */
const codeIn = async (folder: string): Promise<string> => {
  const names = (await readdir(join(packed.folder, folder))).filter((name) => name.endsWith('.js'));
  return (await Promise.all(names.map((name) => textOf(join(folder, name))))).join('\n');
};
const importsOf = (code: string) => [
  ...new Set(
    [...code.matchAll(/\bfrom\s*"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] ?? match[2]),
  ),
];
const given = (name: string) => fileURLToPath(new URL(`packed/${name}`, import.meta.url));

beforeAll(async () => {
  packed = await installPackedSdk();
  await copyFile(given('program.test-d.ts'), join(packed.folder, 'program.ts'));
});
afterAll(() => packed[Symbol.asyncDispose]());

it('imports nothing of the server, nothing of Node, and no validator', async () => {
  const code = await codeIn('node_modules/@graphkeep/sdk/dist');
  expect(code).not.toMatch(/\b(process|Buffer|require|global)\b/);
  expect(
    importsOf(code)
      .filter((one) => !one?.startsWith('./'))
      .sort(),
  ).toEqual(['@graphkeep/contract/errors', '@graphkeep/contract/limits', '@trpc/client', 'superjson']);
});

it('declares its types in a small file that knows nothing of the server', async () => {
  const declarations = await textOf('node_modules/@graphkeep/sdk/dist/index.d.ts');
  expect(importsOf(declarations).sort()).toEqual([
    '@graphkeep/contract',
    '@graphkeep/contract/errors',
    '@graphkeep/models',
    '@graphkeep/models/story',
    '@trpc/server',
    '@trpc/server/unstable-core-do-not-import',
    'superjson',
    'zod',
  ]);
  expect(declarations.length).toBeLessThan(MAX_DECLARATION_BYTES);
});

it.each([
  // tRPC's declarations name Disposable, which @types/node declares too.
  ['in a browser', { lib: ['es2024', 'dom', 'esnext.disposable'], types: [] }],
  ['on Node', { lib: ['es2024'], types: ['node'] }],
])('compiles %s, every declaration checked', async (_, environment) => {
  const compilerOptions = {
    target: 'es2024',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    outDir: 'built',
    ...environment,
    typeRoots: [fileURLToPath(new URL('../node_modules/@types', import.meta.url))],
  };
  await packed.write({ 'tsconfig.json': JSON.stringify({ compilerOptions, files: ['program.ts'] }) });
  await packed.run('tsc', []);
});

it('runs on every Node that is here', async () => {
  for (const node of await nodes()) {
    const output = await packed.run(node, ['built/program.js', inject('url'), inject('apiKey')]);
    expect(JSON.parse(output), node).toEqual({
      names: ['Ada', 'Grace'],
      walked: ['Ada', 'Grace'],
      backAgain: true,
      since: true,
      failed: 'username',
      unused: 2,
    });
  }
});

it('is small in a browser, with everything that it needs', async () => {
  await packed.run('tsdown', ['--config', given('browser-bundle.config.mjs'), '--log-level', 'warn']);
  const files = await readdir(join(packed.folder, 'browser'));
  const sizes = await Promise.all(
    files.map(async (name) => {
      const text = await textOf(join('browser', name));
      expect(importsOf(text).filter((one) => !one?.startsWith('./'))).toEqual([]);
      return { live: name.startsWith('live'), size: gzipSync(text).length };
    }),
  );
  const sizeOf = (isLive: boolean) =>
    sizes.filter(({ live }) => live === isLive).reduce((sum, { size }) => sum + size, 0);
  expect(sizeOf(false)).toBeLessThan(MAX_BROWSER_BYTES);
  expect(sizeOf(true)).toBeGreaterThan(0);
  expect(sizeOf(true)).toBeLessThan(MAX_LIVE_BYTES);
});
