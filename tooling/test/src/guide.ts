import { readFileSync } from 'node:fs';

const SNIPPET = /^```(tsx?) (\S+)#(\S+)\n[\s\S]*?^```$/gm;
const BARE = /^```(?:tsx?|typescript|jsx?|javascript)\s*$/m;

/**
 * A page whose code is taken from programs that are compiled and run: each fence says where from, as in
 * ```ts find.test.ts#by-name, which stands for the lines between `//#region by-name` and `//#endregion` of that file.
 *
 * @example await expect(filledGuide(page, new URL('guide/', import.meta.url))).toMatchFileSnapshot(page);
 */
export const filledGuide = (page: string | URL, sources: URL): string => {
  const text = readFileSync(page, 'utf8');
  const bare = BARE.exec(text);
  if (bare)
    throw new Error(
      `A snippet at line ${lineAt(text, bare.index)} says not where it is from: write \`\`\`ts FILE#REGION.`,
    );
  return text.replaceAll(SNIPPET, (_, language: string, file: string, region: string) => {
    const source = readFileSync(new URL(file, sources), 'utf8');
    return `\`\`\`${language} ${file}#${region}\n${regionOf(source, file, region)}\n\`\`\``;
  });
};

const regionOf = (source: string, file: string, name: string): string => {
  const lines = source.split('\n');
  const begin = lines.findIndex((line) => line.trim() === `//#region ${name}`);
  const length = lines.slice(begin + 1).findIndex((line) => line.trim() === '//#endregion');
  if (begin < 0 || length < 0) throw new Error(`${file} has no region ${name}.`);
  const inner = lines.slice(begin + 1, begin + 1 + length);
  const indent = Math.min(...inner.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return inner.map((line) => line.slice(indent)).join('\n');
};

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;
