import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineSuite } from '../define-suite.ts';
import { atMost } from '../goal.ts';
import { percentile } from '../statistics.ts';
import { bundleSizes } from './sdk/bundle-sizes.ts';
import { openLanguageServer } from './sdk/language-server.ts';

// By its path: its program of 30 resources is a test's, which no package exports.
const sdkFolder = join(import.meta.dirname, '../../../../packages/sdk');
const largeProgram = join(sdkFolder, 'test/types/large-program.ts');
const RESOURCES = 30;

interface LargeProgram {
  writeLargeProgram(): Promise<AsyncDisposable & { readonly folder: string }>;
}

/** What the SDK costs those who use it: bytes in a page, and time in an editor. */
export const sdk = defineSuite({
  name: 'sdk',
  setup: async ({ stack }) => {
    const { writeLargeProgram }: LargeProgram = await import(largeProgram);
    const { folder } = stack.use(await writeLargeProgram());
    const file = join(folder, 'program.ts');
    const text = await readFile(file, 'utf8');
    const editor = stack.use(
      await openLanguageServer(join(sdkFolder, 'node_modules/.bin/tsc'), folder, file, text),
    );
    return { editor, text, sizes: await bundleSizes(sdkFolder) };
  },
  benches: [
    {
      id: 'sdk.size',
      unit: 'bytes, min+gzip',
      rounds: 1,
      goal: atMost(15_000),
      measure: ({ sizes }) => sizes.core,
    },
    {
      id: 'sdk.size.live',
      unit: 'bytes, min+gzip',
      rounds: 1,
      goal: atMost(8_000),
      measure: ({ sizes }) => sizes.live,
    },
    {
      id: 'sdk.completion',
      subject: `a file with ${RESOURCES} resources`,
      unit: 'ms, p95',
      goal: atMost(300),
      measure: async ({ editor, text }) => {
        const took: number[] = [];
        for (let index = 0; index < RESOURCES; index++) {
          // What was typed last is a new program to the server each time.
          const typed = `const typed${index} = gk.nodes.n${index}.`;
          editor.change(`${text}\n${typed}\n`);
          const began = performance.now();
          const names = await editor.complete({
            line: text.split('\n').length,
            character: typed.length,
          });
          took.push(performance.now() - began);
          if (!names.includes('create')) throw new Error(`Of ${typed} this was offered: ${names}`);
        }
        return percentile(took, 95);
      },
    },
  ],
});
