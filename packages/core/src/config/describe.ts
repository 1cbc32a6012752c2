import { REDACTED } from '../secret.ts';
import type { Config } from './schema.ts';
import { type Setting, settings } from './settings.ts';
import type { Found, Origin } from './source.ts';

/** One option as it is printed. */
export interface ConfigRow {
  readonly name: string;
  /** Empty when it is not set. */
  readonly value: string;
  readonly unit?: string;
  readonly source: Origin;
}

export const rowsOf = (config: Config, used: readonly Found[]): readonly ConfigRow[] =>
  settings.map((setting) => ({
    name: setting.info.name,
    value: shown(config, setting),
    ...(setting.info.unit === undefined ? {} : { unit: setting.info.unit }),
    source: used.find((one) => one.setting === setting)?.origin ?? 'default',
  }));

const shown = (config: Config, { path, info }: Setting): string => {
  let value: unknown = config;
  for (const key of path) value = isRecord(value) ? value[key] : undefined;
  if (value === undefined) return '';
  return info.secret ? REDACTED : isRecord(value) ? JSON.stringify(value) : String(value);
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
