import { z } from 'zod';
import { type Described, schemaOf, typeOf, type ValueOf } from './form.ts';
import type { JsonDocument, JsonOptions, JsonUpgrade } from './to-json.ts';
import { walk } from './walk.ts';

export interface FromJsonOptions extends JsonOptions {
  /** Is told the fields of the document that its definition does not know; by their paths; they are left out. */
  readonly onUnknown?: (paths: readonly string[]) => void;
}
type Data = Readonly<Record<string, unknown>>;

const document: z.ZodType<JsonDocument> = z.object({
  type: z.string(),
  version: z.int().min(1),
  data: z.record(z.string(), z.unknown()),
});

/**
 * What `toJson` wrote, now or by an older program: fields get their new names by the upgrades, those that are missing
 * their defaults, and those that are not known any more are left out. A document that cannot be read is refused with a
 * ZodError that names each field.
 *
 * @example fromJson(Character, JSON.parse(text), { upgrades: [{ renamed: { nickname: 'name' } }] })
 */
export const fromJson = <D extends Described>(
  described: D,
  json: unknown,
  { upgrades = [], onUnknown }: FromJsonOptions = {},
): ValueOf<D> => {
  const type = typeOf(described);
  const { type: found, version, data } = document.parse(json);
  if (found !== type) throw wrong('type', `must be ${type}, and is ${found}`);
  const newest = upgrades.length + 1;
  if (version > newest)
    throw wrong('version', `is ${version}, and this program knows ${type} up to ${newest}`);
  const schema = schemaOf(described);
  const unknown: string[] = [];
  const current = upgrades.slice(version - 1).reduce(upgraded, data);
  const value = walk(schema, current, { leaf: fromText, unknown: (path) => unknown.push(path) });
  if (unknown.length > 0) onUnknown?.(unknown);
  return schema.parse(value) as ValueOf<D>;
};

const upgraded = (data: Data, { renamed = {}, change }: JsonUpgrade): Data => {
  const entries = Object.entries(data).map(([name, value]) => [renamed[name] ?? name, value]);
  const named: Data = Object.fromEntries(entries);
  return change ? change(named) : named;
};

const fromText = (schema: z.core.$ZodType, value: unknown): unknown =>
  schema instanceof z.ZodDate && typeof value === 'string' && isIso(value) ? new Date(value) : value;

const isIso = (text: string): boolean => z.iso.datetime({ offset: true }).safeParse(text).success;

const wrong = (field: string, message: string): z.ZodError =>
  new z.ZodRealError([{ code: 'custom', path: [field], message, input: undefined }]);
