import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filledGuide } from '../src/guide.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graphkeep-guide-'));
  write('find.test.ts', "it('finds', () => {\n  //#region one\n  if (a)\n    b();\n  //#endregion\n});\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const filled = (text: string) => filledGuide(write('page.md', text), pathToFileURL(`${folder}/`));

it('puts the lines of the program where the page names them', () => {
  const page = filled('Before.\n\n```ts find.test.ts#one\nold\n```\n\nAfter.\n');
  expect(page).toBe('Before.\n\n```ts find.test.ts#one\nif (a)\n  b();\n```\n\nAfter.\n');
});

it('names a region that is not there, and a snippet that no program holds', () => {
  expect(() => filled('```ts find.test.ts#two\n```\n')).toThrow('find.test.ts has no region two.');
  expect(() => filled('Text.\n\n```ts\nlet a;\n```\n')).toThrow(/line 3 .*FILE#REGION/);
});
