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
}

/** Every option, in the order of the schema. */
export const settings: readonly Setting[] = settingsOf(configSchema, [], undefined);

function settingsOf(schema: z.core.$ZodType, path: readonly string[], group: string | undefined): Setting[] {
  const info = optionInfo.get(schema);
  if (info !== undefined) return [{ path, info, schema, group }];
  if (schema instanceof z.ZodExactOptional) {
    const inner = schema.unwrap();
    return settingsOf(inner, path, optionInfo.has(inner) ? group : path.join('.'));
  }
  if (schema instanceof z.ZodReadonly) return settingsOf(schema.unwrap(), path, group);
  if (schema instanceof z.ZodObject) {
    return Object.entries<z.core.$ZodType>(schema.shape).flatMap(([key, field]) =>
      settingsOf(field, [...path, key], group),
    );
  }
  throw new Error(`${path.join('.')} is neither an option nor a group of options`);
}
