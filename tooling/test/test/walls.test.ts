import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repository } from './support/repository.ts';
import { run } from './support/run.ts';
import { TemporaryFolder } from './support/temporary-folder.ts';

const layers = {
  contract: 'contract',
  core: 'core',
  models: 'models',
  graph: 'store',
  cache: 'store',
  api: 'api',
  sdk: 'sdk',
};

let folder: TemporaryFolder;

beforeEach(() => {
  folder = new TemporaryFolder();
  for (const [name, layer] of Object.entries(layers)) addPackage(`packages/${name}`, name, layer);
  addPackage('tooling/services', 'services', 'tooling');
});

afterEach(() => folder[Symbol.dispose]());

test('names every import that a layer may not make, with its place and the reason', async () => {
  const breaches = [
    ['models/src/a.ts', "import { open } from '@graphkeep/graph';", '"models" may not import "store"'],
    ['cache/src/a.ts', "import { open } from '@graphkeep/graph';", '"store" may not import "store"'],
    ['cache/src/b.ts', "export * from '@graphkeep/graph/deep';", '"store" may not import "store"'],
    ['cache/test/a.ts', "await import('@graphkeep/graph');", '"store" may not import "store"'],
    ['contract/src/a.ts', "import { a } from '@graphkeep/api';", '"contract" may not import "api"'],
    ['contract/src/b.ts', "import type { A } from '@graphkeep/api';", '"contract" may not import "api"'],
    ['sdk/src/a.ts', "import { a } from '@graphkeep/api';", '"sdk" may import "api" by `import type` only'],
    [
      'sdk/src/b.ts',
      "import { type A } from '@graphkeep/api';",
      '"sdk" may import "api" by `import type` only',
    ],
    ['sdk/src/react/a.ts', "import '@graphkeep/api';", '"sdk" may import "api" by `import type` only'],
    ['sdk/src/testing/a.ts', "import { open } from '@graphkeep/graph';", '"sdk" may not import "store"'],
    ['core/src/a.ts', "import { a } from '@graphkeep/services';", 'only tests may import "tooling"'],
    [
      'core/src/b.ts',
      "import { a } from '../../graph/a.ts';",
      'a relative import may not leave packages/core',
    ],
  ] as const;
  for (const [file, line] of breaches)
    folder.write(`packages/${file}`, `// Not on the first line.\n${line}\n`);

  const { code, stderr } = await walls();
  expect(code).toBe(1);
  expect(stderr.trim().split('\n').sort()).toEqual(
    breaches.map(([file, line, why]) => `packages/${file}:2 imports ${line.split("'")[1]}: ${why}`).sort(),
  );
});

test('lets every other import pass', async () => {
  const imports = [
    ['packages/graph/src/a.ts', "import { A } from '@graphkeep/models';"],
    ['packages/graph/src/b.ts', "import { a } from '@graphkeep/graph';"],
    ['packages/sdk/src/a.ts', "import type { A } from '@graphkeep/api';"],
    ['packages/sdk/src/b.ts', "export type { A } from '@graphkeep/api';"],
    ['packages/sdk/src/c.ts', "export type A = import('@graphkeep/api').A;"],
    ['packages/sdk/src/testing/a.ts', "import { a } from '@graphkeep/api';"],
    ['packages/sdk/test/a.ts', "import { a } from '@graphkeep/api';"],
    ['packages/core/test/a.ts', "import { a } from '@graphkeep/services';"],
    ['packages/core/test/b.ts', "import { a } from '../src/deep/a.ts';"],
    ['packages/core/src/a.ts', "import { a } from 'a-library';"],
    ['packages/core/dist/a.js', "import { a } from '@graphkeep/api';"],
    ['tooling/services/src/a.ts', "import { a } from '@graphkeep/api';"],
  ] as const;
  for (const [file, line] of imports) folder.write(file, `${line}\n`);
  expect(await walls()).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('refuses a package that names no layer', async () => {
  addPackage('packages/stray', 'stray', 'stray');
  folder.write('packages/stray/src/a.ts', 'export {};\n');
  const { code, stderr } = await walls();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^packages\/stray\/turbo\.json: "tags" must name one of contract, core, /);
});

function addPackage(path: string, name: string, layer: string): void {
  folder.write(`${path}/package.json`, { name: `@graphkeep/${name}` });
  folder.write(`${path}/turbo.json`, { tags: [layer] });
}

function walls() {
  return run(process.execPath, [join(repository, 'tooling/check/walls.ts'), folder.path], {
    cwd: repository,
  });
}
