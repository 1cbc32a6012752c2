import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { largeGraph } from './large-graph.ts';

const MAX_INSTANTIATIONS = 600_000;

const root = fileURLToPath(new URL('../../', import.meta.url));
const execute = promisify(execFile);
const tsc = async (...args: string[]): Promise<string> => {
  const { stdout } = await execute('tsc', args, { cwd: root, timeout: 60_000 }).catch(
    (error: { stdout?: string }) => {
      throw new Error(`tsc ${args.join(' ')}\n${error.stdout}`, { cause: error });
    },
  );
  return stdout;
};

let folder: string;
beforeAll(async () => {
  // Inside of the package, so that what it imports is found.
  await mkdir(join(root, 'reports'), { recursive: true });
  folder = await mkdtemp(join(root, 'reports/types-'));
  // The declarations that a user gets: checking our own sources is no cost of theirs.
  await tsc(
    '-p',
    'tsconfig.build.json',
    '--emitDeclarationOnly',
    '--declarationMap',
    'false',
    '--outDir',
    folder,
  );
  await writeFile(join(folder, 'program.ts'), largeGraph('./index.js'));
  const compilerOptions = { skipLibCheck: true, types: [], noUnusedLocals: false };
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '@graphkeep/tsconfig/base.json', compilerOptions, files: ['program.ts'] }),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('checks a large cyclic graph, with its use, within a budget', async () => {
  const output = await tsc('-p', folder, '--extendedDiagnostics');
  const instantiations = Number(/^Instantiations:\s+(\d+)/m.exec(output)?.[1]);
  expect(instantiations).toBeGreaterThan(0);
  expect(instantiations).toBeLessThan(MAX_INSTANTIATIONS);
});
