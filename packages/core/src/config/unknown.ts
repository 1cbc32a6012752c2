import { closestMatch } from 'leven';
import type { Problem } from './problems.ts';
import { settings } from './settings.ts';
import { fileVariable, type Variables } from './source.ts';

const PREFIX = 'GRAPHKEEP_';

/** Read by tools around the server; GRAPHKEEP_CONFIG by the loader itself. */
const ELSEWHERE = /^GRAPHKEEP_(TEST_.+|TOOLCHAIN_.+|JAVA|CONFIG)$/;

const known = settings.flatMap((setting) => [
  setting.info.name,
  ...setting.info.aliases.map((alias) => alias.name),
  ...(setting.info.secret ? [fileVariable(setting)] : []),
]);

const stem = (name: string): string => name.replace(PREFIX, '');
const knownStems = known.map(stem);

/** A misspelt name would leave its option at the default without a word. */
export const unknownVariables = (variables: Variables): Problem[] =>
  Object.keys(variables)
    .filter((name) => name.startsWith(PREFIX) && !ELSEWHERE.test(name) && !known.includes(name))
    .map((name) => ({ about: name, text: `${name} is not an option: ${suggestion(stem(name))}` }));

const suggestion = (unknown: string): string => {
  const nearest = closestMatch(unknown, knownStems, { maxDistance: Math.ceil(unknown.length / 2) });
  const name = nearest === undefined ? undefined : known[knownStems.indexOf(nearest)];
  return name === undefined ? 'remove it' : `did you mean ${name}?`;
};
