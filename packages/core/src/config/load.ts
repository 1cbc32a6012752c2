import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import { redactText } from '../redact.ts';
import { REDACTED } from '../secret.ts';
import { type ConfigRow, rowsOf } from './describe.ts';
import { nested, withDefaults } from './fill.ts';
import { type Problem, withoutConsequences } from './problems.ts';
import { brokenRules } from './rules.ts';
import { type Config, configSchema } from './schema.ts';
import { settings } from './settings.ts';
import { type Found, findIn, type Variables } from './source.ts';
import { unknownVariables } from './unknown.ts';

const rows = new WeakMap<Config, readonly ConfigRow[]>();

/**
 * The configuration from the environment and, below it, an optional file of `NAME=value` lines.
 * Throws one ConfigError that lists everything that is wrong.
 */
export const loadConfig = (env: Variables, options: { file?: string } = {}): Config => {
  const problems: Problem[] = [];
  const file = readVariables(options.file ?? env['GRAPHKEEP_CONFIG'], problems);
  problems.push(...unknownVariables({ ...file, ...env }));

  const found = settings.flatMap(
    (setting) =>
      findIn(env, 'environment', setting, problems) ?? findIn(file, 'file', setting, problems) ?? [],
  );
  // Without what is refused, so that the rules still find what else is wrong.
  const used = withDefaults(complete(fitting(found, problems), found, problems));
  const config = configSchema.parse(nested(used));
  const all = withoutConsequences(problems, brokenRules(config));
  if (all.length > 0) throw new ConfigError(all);

  rows.set(config, rowsOf(config, used));
  return config;
};

/** One row for each option of a configuration that `loadConfig` made, with no secret in it. */
export const describeConfig = (config: Config): readonly ConfigRow[] => {
  const known = rows.get(config);
  if (known === undefined) throw new TypeError('describeConfig takes what loadConfig returned');
  return known;
};

const readVariables = (file: string | undefined, problems: Problem[]): Variables => {
  if (file === undefined || file === '') return {};
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch {
    const text = `GRAPHKEEP_CONFIG is "${file}": must be the path of a file that can be read`;
    problems.push({ about: 'GRAPHKEEP_CONFIG', text });
    return {};
  }
};

const fitting = (found: readonly Found[], problems: Problem[]): readonly Found[] =>
  found.filter(({ setting, name, raw }) => {
    const fits = z.safeParse(setting.schema, raw).success;
    if (!fits) {
      const text = `${name} is ${shown(raw)}: must be ${setting.info.expects}`;
      problems.push({ about: setting.info.name, text });
    }
    return fits;
  });

/** In one line, since a message has one for each problem. */
const shown = (raw: Found['raw']): string =>
  typeof raw === 'string' ? `"${redactText(raw).replaceAll(/\s+/g, ' ').slice(0, 100)}"` : REDACTED;

/** Leaves out optional groups that lack what they need; a part of one alone is a problem. */
const complete = (good: readonly Found[], found: readonly Found[], problems: Problem[]): readonly Found[] => {
  const lacking = new Set<string>();
  for (const setting of settings) {
    if (setting.group === undefined || setting.optional || setting.info.default !== undefined) continue;
    if (good.some((one) => one.setting === setting)) continue;
    lacking.add(setting.group);
    if (found.some((one) => one.setting === setting)) continue;
    const partner = found.find(
      (one) => one.setting.group === setting.group && one.setting.info.default === undefined,
    );
    if (partner === undefined) continue;
    const { name, expects } = setting.info;
    const text = `${name} is missing: must be ${expects}, since ${partner.name} is set`;
    problems.push({ about: name, text });
  }
  return good.filter(({ setting }) => setting.group === undefined || !lacking.has(setting.group));
};
