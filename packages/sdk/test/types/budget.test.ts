import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { largeApi } from './large-api.ts';

const MAX_INSTANTIATIONS = 200_000;

const root = fileURLToPath(new URL('../../', import.meta.url));
const packages = fileURLToPath(new URL('../../../', import.meta.url));
const execute = promisify(execFile);
const tsc = async (cwd: string, ...args: string[]): Promise<string> => {
  const { stdout } = await execute('tsc', args, { cwd, timeout: 60_000 }).catch(
    (error: { stdout?: string }) => {
      throw new Error(`tsc ${args.join(' ')}\n${error.stdout}`, { cause: error });
    },
  );
  return stdout;
};

/** The declarations that a user gets: checking our own sources is no cost of theirs. */
const declare = (name: string): Promise<string> =>
  tsc(
    join(packages, name),
    ...['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--declarationMap', 'false', '--noCheck'],
    ...['--customConditions', '@graphkeep/source', '--rootDir', '../..', '--outDir', folder],
  );

let folder: string;
beforeAll(async () => {
  // Inside of the package, so that what it imports is found.
  await mkdir(join(root, 'reports'), { recursive: true });
  folder = await mkdtemp(join(root, 'reports/types-'));
  for (const name of ['contract', 'models', 'api', 'sdk']) await declare(name);
  await writeFile(join(folder, 'program.ts'), largeApi);
  const compilerOptions = {
    skipLibCheck: true,
    types: [],
    lib: ['es2024', 'dom', 'esnext.disposable'],
    noEmit: true,
    customConditions: [],
    paths: {
      zod: [join(packages, 'models/node_modules/zod/index.d.ts')],
      '@trpc/server': [join(root, 'node_modules/@trpc/server/dist/index.d.mts')],
      '@graphkeep/models/story': ['./packages/models/src/story/index.d.ts'],
      '@graphkeep/contract/*': ['./packages/contract/src/*.d.ts'],
      '@graphkeep/*': ['./packages/*/src/index.d.ts'],
    },
  };
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '@graphkeep/tsconfig/base.json', compilerOptions, files: ['program.ts'] }),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('checks a client of 30 resources, with its use, within a budget', async () => {
  const output = await tsc(root, '-p', folder, '--extendedDiagnostics');
  const instantiations = Number(/^Instantiations:\s+(\d+)/m.exec(output)?.[1]);
  expect(instantiations).toBeGreaterThan(50_000);
  expect(instantiations).toBeLessThan(MAX_INSTANTIATIONS);
});
