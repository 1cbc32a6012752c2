import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Secret, secretFromFile, secretOf } from '../secret.ts';
import type { Alias } from './option.ts';
import type { Problem } from './problems.ts';
import type { Setting } from './settings.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

export type Origin = 'default' | 'environment' | 'file' | 'secret file';

/** What an option is set to, before it is checked. */
export interface Found {
  readonly setting: Setting;
  /** The variable that it was found under. */
  readonly name: string;
  readonly raw: string | Secret;
  readonly origin: Origin;
}

export const fileVariable = (setting: Setting): string => `${setting.info.name}_FILE`;

/** Looks for one option under all its names. An empty variable is as good as none. */
export const findIn = (
  variables: Variables,
  origin: Origin,
  setting: Setting,
  problems: Problem[],
): Found | undefined => {
  const candidates = [...fromNames(variables, origin, setting), ...fromFile(variables, setting, problems)];
  const [first, ...others] = candidates;
  if (first === undefined) return undefined;
  const both = new Intl.ListFormat('en').format(candidates.map(({ name }) => name));
  const about = setting.info.name;
  if (candidates.some(({ origin: from }) => from === 'secret file') && others.length > 0) {
    problems.push({ about, text: `${both} are set together: keep one of them` });
  } else if (others.some((other) => !isDeepStrictEqual(meaningOf(other), meaningOf(first)))) {
    problems.push({ about, text: `${both} are set to different values: keep one of them` });
  }
  return first;
};

const fromNames = (variables: Variables, origin: Origin, setting: Setting): Found[] => {
  const names: readonly Alias[] = [{ name: setting.info.name }, ...setting.info.aliases];
  return names.flatMap((alias) => {
    const text = variables[alias.name]?.trim();
    if (text === undefined || text === '') return [];
    const raw = setting.info.secret ? secretOf(text) : inUnit(text, alias);
    return [{ setting, name: alias.name, raw, origin }];
  });
};

const inUnit = (text: string, alias: Alias): string =>
  alias.unit !== undefined && /^[\d.]+$/.test(text) ? text + alias.unit : text;

const fromFile = (variables: Variables, setting: Setting, problems: Problem[]): Found[] => {
  const name = fileVariable(setting);
  const path = variables[name]?.trim();
  if (!setting.info.secret || path === undefined || path === '') return [];
  try {
    return [{ setting, name, raw: secretFromFile(path), origin: 'secret file' }];
  } catch {
    const text = `${name} is "${path}": must be the path of a file that can be read and is not empty`;
    problems.push({ about: setting.info.name, text });
    return [];
  }
};

const meaningOf = ({ setting, raw }: Found): unknown =>
  typeof raw === 'string' ? (z.safeParse(setting.schema, raw).data ?? raw) : raw.reveal();
