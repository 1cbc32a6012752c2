import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Installed } from './packed-sdk.ts';

export interface Compilation {
  /** The package of the compiler. */
  readonly typescript: 'typescript' | 'typescript-6' | 'typescript-5.9';
  readonly module: 'nodenext' | 'bundler';
  readonly place: 'browser' | 'node';
}

/** Every compiler, every resolution, every place. Not all combinations: the older compilers take seconds for each. */
export const compilations: readonly Compilation[] = [
  { typescript: 'typescript', module: 'bundler', place: 'browser' },
  { typescript: 'typescript', module: 'nodenext', place: 'node' },
  { typescript: 'typescript-6', module: 'bundler', place: 'node' },
  { typescript: 'typescript-5.9', module: 'nodenext', place: 'browser' },
];

const modules = {
  nodenext: { module: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
};
const places = {
  // tRPC's declarations name Disposable, which @types/node declares too.
  browser: { lib: ['es2024', 'dom', 'dom.iterable', 'esnext.disposable'], types: [] },
  node: { lib: ['es2024'], types: ['node'] },
};

/** Compiles a program of a folder into `built`, strictly and with every declaration checked. */
export const compile = async (
  { run, write }: Installed,
  { typescript, module, place }: Compilation,
  ...files: readonly string[]
): Promise<void> => {
  const compilerOptions = {
    target: 'es2024',
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    outDir: 'built',
    rootDir: '.',
    jsx: 'react-jsx',
    ...modules[module],
    ...places[place],
    typeRoots: [fileURLToPath(new URL('../../node_modules/@types', import.meta.url))],
  };
  await write({ 'tsconfig.json': JSON.stringify({ compilerOptions, files }) });
  const compiler = createRequire(import.meta.url).resolve(`${typescript}/package.json`);
  await run(process.execPath, [join(dirname(compiler), 'bin', 'tsc')]);
};
