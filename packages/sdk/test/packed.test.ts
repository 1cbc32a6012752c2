import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { compilations, compile } from './support/compilations.ts';
import { type Installed, installPackedSdk } from './support/packed-sdk.ts';
import { nodes, otherRuntimes } from './support/runtimes.ts';

/** Some two hundred bytes for each procedure that is not of a resource. */
const MAX_DECLARATION_BYTES = 100_000;
const MAX_BROWSER_BYTES = 15_000;
/** Loaded with the first live connection. */
const MAX_LIVE_BYTES = 8_000;

let packed: Installed;
const textOf = (path: string) => readFile(join(packed.folder, path), 'utf8');
const dist = 'node_modules/@graphkeep/sdk/dist';
/** The code of an entry, with all that it loads of the package. */
const codeBehind = async (entry: string): Promise<string> => {
  const texts = new Map<string, string>();
  const waiting = [entry];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (texts.has(name)) continue;
    const text = await textOf(join(dist, name));
    texts.set(name, text);
    const inner = importsOf(text).filter((one) => one.startsWith('./'));
    // Declarations name each other as the code that they describe.
    const file = (path: string) => (entry.endsWith('.d.ts') ? path.replace(/js$/, 'd.ts') : path);
    waiting.push(...inner.map((path) => file(path.slice(2))));
  }
  return [...texts.values()].join('\n');
};
/** What a text imports or exports from. */
const importsOf = (code: string): readonly string[] => {
  const found = code.matchAll(/\b(?:from|import\s*\(?)\s*"([^"]+)"/g);
  return [...new Set([...found].flatMap(([, name]) => name ?? []))];
};
const withoutComments = (code: string) => code.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
const outer = (code: string) =>
  importsOf(code)
    .filter((one) => !one.startsWith('./'))
    .sort();
const given = (name: string) => fileURLToPath(new URL(`packed/${name}`, import.meta.url));

beforeAll(async () => {
  packed = await installPackedSdk();
  for (const name of ['program', 'with-raw'])
    await copyFile(given(`${name}.test-d.ts`), join(packed.folder, `${name}.ts`));
});
afterAll(() => packed[Symbol.asyncDispose]());

it('imports nothing of the server, nothing of Node, no validator, and tRPC for `raw` alone', async () => {
  const code = await codeBehind('index.js');
  expect(withoutComments(code)).not.toMatch(/\b(process|Buffer|require|global)\b/);
  const own = ['@graphkeep/contract/errors', '@graphkeep/contract/limits', 'superjson'];
  expect(outer(code)).toEqual(own);
  const beside = outer(await codeBehind('raw.js')).filter((one) => !own.includes(one));
  expect(beside).toEqual(['@trpc/client', '@trpc/server/observable']);
});

it('declares its types in a small file that knows nothing of the server', async () => {
  const declarations = await codeBehind('index.d.ts');
  const known = /^(@graphkeep\/(contract|models)(\/\w+)?|@trpc\/server(\/[\w-]+)?|superjson|zod(\/[\w/]+)?)$/;
  expect(outer(declarations).filter((one) => !known.test(one))).toEqual([]);
  expect(declarations.length).toBeLessThan(MAX_DECLARATION_BYTES);
});

it.each(compilations)('compiles by $typescript, $module, $place, every declaration checked', async (one) => {
  // tRPC's client names what only the declarations of a browser have.
  const raw = one.place === 'browser' ? ['with-raw.ts'] : [];
  await compile(packed, one, 'program.ts', ...raw);
});

const printed = {
  names: ['Ada', 'Grace'],
  walked: ['Ada', 'Grace'],
  backAgain: true,
  since: true,
  failed: 'username',
  unused: 2,
};

it('runs on every Node that is here', async () => {
  for (const node of await nodes()) {
    const output = await packed.run(node, ['built/program.js', inject('url'), inject('apiKey')]);
    expect(JSON.parse(output), node).toEqual(printed);
    const raw = await packed.run(node, ['built/with-raw.js', inject('url'), inject('apiKey')]);
    expect(JSON.parse(raw), node).toEqual(['string', 'function']);
  }
});

const runtimes = await otherRuntimes();
it.skipIf(runtimes.length < 2)('runs on Bun and Deno', async () => {
  for (const { name, path, args } of runtimes) {
    const output = await packed.run(path, [...args, 'built/program.js', inject('url'), inject('apiKey')]);
    expect(JSON.parse(output), name).toEqual(printed);
  }
});

it('is small in a browser, with everything that it needs', async () => {
  await packed.run('tsdown', ['--config', given('browser-bundle.config.mjs'), '--log-level', 'warn']);
  const files = await readdir(join(packed.folder, 'browser'));
  const sizes = await Promise.all(
    files.map(async (name) => {
      const text = await textOf(join('browser', name));
      expect(outer(text)).toEqual([]);
      return { live: name.startsWith('live'), size: gzipSync(text).length };
    }),
  );
  const sizeOf = (isLive: boolean) =>
    sizes.filter(({ live }) => live === isLive).reduce((sum, { size }) => sum + size, 0);
  expect(sizeOf(false)).toBeLessThan(MAX_BROWSER_BYTES);
  expect(sizeOf(true)).toBeGreaterThan(0);
  expect(sizeOf(true)).toBeLessThan(MAX_LIVE_BYTES);
});
