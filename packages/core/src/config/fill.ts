import { resolve } from 'node:path';
import type { Given } from './option.ts';
import { settings } from './settings.ts';
import type { Found } from './source.ts';

/** Adds the defaults; in optional groups only where the group is there. */
export const withDefaults = (found: readonly Found[]): readonly Found[] => {
  const given = givenBy(found);
  const groups = new Set(
    found.filter(({ setting }) => setting.info.default === undefined).map(({ setting }) => setting.group),
  );
  return settings.flatMap((setting): Found[] => {
    if (setting.group !== undefined && !groups.has(setting.group)) return [];
    const own = found.find((one) => one.setting === setting);
    if (own !== undefined) return [own];
    const standard = setting.info.default;
    if (standard === undefined) return [];
    const raw = typeof standard === 'string' ? standard : standard(given);
    return [{ setting, name: setting.info.name, raw, origin: 'default' }];
  });
};

const givenBy = (found: readonly Found[]): Given => {
  const textOf = (name: string, standard: string): string => {
    const raw = found.find((one) => one.setting.info.name === name)?.raw;
    return typeof raw === 'string' ? raw : standard;
  };
  return {
    profile: textOf('GRAPHKEEP_PROFILE', 'development').toLowerCase(),
    dataDir: resolve(textOf('GRAPHKEEP_DATA', '.graphkeep')),
    sqlPoolMax: Number(textOf('GRAPHKEEP_SQL_POOL_MAX', '20')),
  };
};

interface Nested {
  [key: string]: Found['raw'] | Nested;
}

/** The flat list as the tree that the schema parses. */
export const nested = (used: readonly Found[]): Nested => {
  const root: Nested = {};
  const groups = new Map<string, Nested>([['', root]]);
  const groupAt = (path: readonly string[]): Nested => {
    const dotted = path.join('.');
    const known = groups.get(dotted);
    if (known !== undefined) return known;
    const made: Nested = {};
    groups.set(dotted, made);
    groupAt(path.slice(0, -1))[path.at(-1) ?? ''] = made;
    return made;
  };
  for (const { path, group } of settings) if (group === undefined) groupAt(path.slice(0, -1));
  for (const { setting, raw } of used) groupAt(setting.path.slice(0, -1))[setting.path.at(-1) ?? ''] = raw;
  return root;
};
