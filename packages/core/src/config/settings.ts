import { z } from 'zod';
import { type OptionInfo, optionInfo } from './option.ts';
import { configSchema } from './schema.ts';

/** One option, and where its value stands in the configuration. */
export interface Setting {
  readonly path: readonly string[];
  readonly info: OptionInfo;
  readonly schema: z.core.$ZodType;
  /** The optional group that it is in: `redis`, `http.tls`. */
  readonly group: string | undefined;
  /** Whether it may stay unset though its group is there. */
  readonly optional: boolean;
}

/** Every option, in the order of the schema. */
export const settings: readonly Setting[] = settingsOf(configSchema, [], undefined, false);

function settingsOf(
  schema: z.core.$ZodType,
  path: readonly string[],
  group: string | undefined,
  optional: boolean,
): Setting[] {
  const info = optionInfo.get(schema);
  if (info !== undefined) return [{ path, info, schema, group, optional }];
  if (schema instanceof z.ZodExactOptional) {
    const inner = schema.unwrap();
    const isOption = optionInfo.has(inner);
    return settingsOf(inner, path, isOption ? group : path.join('.'), isOption);
  }
  if (schema instanceof z.ZodReadonly) return settingsOf(schema.unwrap(), path, group, optional);
  if (schema instanceof z.ZodObject) {
    return Object.entries<z.core.$ZodType>(schema.shape).flatMap(([key, field]) =>
      settingsOf(field, [...path, key], group, false),
    );
  }
  throw new Error(`${path.join('.')} is neither an option nor a group of options`);
}
