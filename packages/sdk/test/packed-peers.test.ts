import { copyFile, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compile } from './support/compilations.ts';
import { type Installed, installWithPeers } from './support/packed-sdk.ts';

/** Before a bundler makes it smaller. */
const MAX_REACT_BYTES = 2_000;

const programs = ['with-react', 'with-testing'];
const files = programs.map((name) => `${name}.ts`);
/** The very version that is installed here, so that nothing is fetched. */
const versionOf = (name: string): string => createRequire(import.meta.url)(`${name}/package.json`).version;

let packed: Installed;
beforeAll(async () => {
  packed = await installWithPeers({
    '@tanstack/react-query': versionOf('@tanstack/react-query'),
    react: versionOf('react'),
    '@types/react': versionOf('@types/react'),
  });
  for (const name of programs)
    await copyFile(
      fileURLToPath(new URL(`packed/${name}.test-d.ts`, import.meta.url)),
      join(packed.folder, `${name}.ts`),
    );
});
afterAll(() => packed[Symbol.asyncDispose]());

it('types the entries for React and for tests', async () => {
  await compile(packed, { typescript: 'typescript', module: 'nodenext', place: 'node' }, ...files);
});

it('runs them', async () => {
  expect(await packed.run(process.execPath, ['built/with-react.js'])).toBe(
    '["graphkeep","story","characters"]\n',
  );
  expect(await packed.run(process.execPath, ['built/with-testing.js'])).toBe('["ada","function"]\n');
});

it('adds little to a page', async () => {
  const code = await readFile(join(packed.folder, 'node_modules/@graphkeep/sdk/dist/react.js'));
  expect(gzipSync(code).length).toBeLessThan(MAX_REACT_BYTES);
});
