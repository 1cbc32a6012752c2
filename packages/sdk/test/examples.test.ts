import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const source = (name: string) => readFile(new URL(`../src/${name}`, import.meta.url), 'utf8');
const EXPORT = /^export (type )?\{([^}]*)\} from '\.\/(\S+)';$/gm;

interface Exported {
  readonly name: string;
  readonly isType: boolean;
  readonly example: string;
}

/** What a barrel exports of this package, with the example in the comment that stands right before it. */
const exportsOf = async (folder: string): Promise<readonly Exported[]> => {
  const barrel = await source(`${folder}index.ts`);
  const all = [...barrel.matchAll(EXPORT)].flatMap(([, type, names = '', file = '']) =>
    names
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .map((one) => ({
        name: one.replace('type ', ''),
        isType: Boolean(type) || one.startsWith('type '),
        file,
      })),
  );
  expect(all.length).toBeGreaterThan(1);
  return Promise.all(
    all.map(async ({ name, isType, file }) => {
      const declared = `export (?:interface|type|class|const) ${name}\\b`;
      const text = await source(folder + file);
      const [, comment = ''] =
        new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\n${declared}`).exec(text) ?? [];
      const [, example = ''] = /@example\n([\s\S]*)$/.exec(comment.replace(/^ \* ?/gm, '')) ?? [];
      expect(example.trim(), `the example of ${name}`).not.toBe('');
      return { name, isType, example: example.trim() };
    }),
  );
};

const importOf = (from: string, exported: readonly Exported[], code: string): string => {
  const used = exported.filter(({ name }) => name === 'Graphkeep' || new RegExp(`\\b${name}\\b`).test(code));
  const names = used.map(({ name, isType }) => (isType ? `type ${name}` : name));
  return `import { ${names.join(', ')} } from '${from}';`;
};

/** All examples, with what they may take for granted. */
const programOf = (core: readonly Exported[], raw: readonly Exported[]): string => {
  const examples = [...core, ...raw];
  const code = examples.map(({ example }) => example.replace(/\/\/.*$/gm, '')).join('\n');
  const functions = examples.map(
    ({ name, example }) =>
      `/** ${name} */\n(async () => {\n${example.replace(/^(?=.)/gm, '  ')}\n}) satisfies Example;\n`,
  );
  return `// biome-ignore-all assist: made of comments
// biome-ignore-all format: made of comments
// biome-ignore-all lint: made of comments
// Written by examples.test.ts out of the comments of what this package exports, to be compiled with it.
import { loggerLink } from '@trpc/client';
import { initTRPC } from '@trpc/server';
${importOf('../../src/index.ts', core, code)}
${importOf('../../src/raw/index.ts', raw, code)}

type Example = () => Promise<void>;
declare const gk: Graphkeep;
declare const signIn: () => Promise<string>;
declare const pino: () => Record<'debug' | 'info' | 'warn' | 'error', (details: object, text: string) => void>;
const t = initTRPC.create();

${functions.join('\n')}`;
};

it('compiles the example of every public name: vitest run test/examples.test.ts -u', async () => {
  const program = programOf(await exportsOf(''), await exportsOf('raw/'));
  await expect(program).toMatchFileSnapshot('types/examples.test-d.ts');
});
