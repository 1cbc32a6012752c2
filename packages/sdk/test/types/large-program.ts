import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { largeApi } from './large-api.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const packages = fileURLToPath(new URL('../../../', import.meta.url));
const execute = promisify(execFile);

/** The TypeScript of this package; its output, or an error that has it. */
export const tsc = async (cwd: string, ...args: readonly string[]): Promise<string> => {
  const { stdout } = await execute(join(root, 'node_modules/.bin/tsc'), args, { cwd, timeout: 60_000 }).catch(
    (error: { stdout?: string }) => {
      throw new Error(`tsc ${args.join(' ')}\n${error.stdout}`, { cause: error });
    },
  );
  return stdout;
};

/** The declarations that a user gets: checking our own sources is no cost of theirs. */
const declare = (name: string, folder: string): Promise<string> =>
  tsc(
    join(packages, name),
    ...['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--declarationMap', 'false', '--noCheck'],
    ...['--customConditions', '@graphkeep/source', '--rootDir', '../..', '--outDir', folder],
  );

export interface LargeProgram extends AsyncDisposable {
  /** Has a tsconfig.json, and a program.ts that uses a client of 30 resources. */
  readonly folder: string;
}

/** A user's program, in a folder that goes with it. */
export const writeLargeProgram = async (): Promise<LargeProgram> => {
  // Inside of the package, so that what it imports is found.
  await mkdir(join(root, 'reports'), { recursive: true });
  const folder = await mkdtemp(join(root, 'reports/types-'));
  for (const name of ['contract', 'models', 'api', 'sdk']) await declare(name, folder);
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
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
};
