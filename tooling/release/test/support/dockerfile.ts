import { textOf } from './repository.ts';

/** One instruction a line. */
export const instructions = textOf('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '');

/** Those of the image that is delivered. */
export const finalStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));

export const argumentsOf = (name: string, lines: readonly string[] = finalStage): string => {
  const line = lines.find((one) => one.startsWith(`${name} `));
  if (line === undefined) throw new Error(`Dockerfile has no ${name}`);
  return line.slice(name.length + 1);
};

export const imageEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  argumentsOf('ENV')
    .split(/\s+/)
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
);

/** A command in its exec form. */
export const commandIn = (text: string): string[] => {
  const words: unknown = JSON.parse(text.slice(text.indexOf('[')));
  if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
  throw new Error(`${text} is not a command as a list of words`);
};
