/** Types whose values are written as they are; all others stand between quotes. */
const PLAIN = /^(float[48]|double precision|real|int[248]?|integer|bigint|smallint|numeric|bool(ean)?)$/;
const JSON_TYPE = /^jsonb?$/;
const ESCAPED = /["\\]/;
const ALL_ESCAPED = /["\\]/g;

/**
 * Values of one column as PostgreSQL reads an array: a text is built many times as fast as the driver binds a list. What is
 * itself a list or JSON stands in it as the text that it is cast from.
 */
export const arrayLiteral = (type: string, values: readonly unknown[]): string => {
  const write = PLAIN.test(type) ? String : (value: unknown) => quoted(textOf(type, value));
  return `{${values.map((value) => (value === null || value === undefined ? 'NULL' : write(value))).join(',')}}`;
};

/** Whether values of the type are sent as texts: PostgreSQL takes an array of arrays apart to its last values. */
export const isSentAsText = (type: string): boolean => type.endsWith('[]') || JSON_TYPE.test(type);

const textOf = (type: string, value: unknown): string => {
  if (type.endsWith('[]') && Array.isArray(value)) return arrayLiteral(type.slice(0, -2), value);
  if (JSON_TYPE.test(type)) return JSON.stringify(value);
  return value instanceof Date ? value.toISOString() : String(value);
};

const quoted = (text: string): string => `"${ESCAPED.test(text) ? text.replace(ALL_ESCAPED, '\\$&') : text}"`;
