const OBJECT = 32;
const PROPERTY = 16;

/** About how many bytes a value takes in the process, where nobody has encoded it. */
export const roughSize = (value: unknown): number => {
  switch (typeof value) {
    case 'string':
      return OBJECT + value.length;
    case 'object':
      return value === null ? 8 : objectSize(value);
    default:
      return 8;
  }
};

const objectSize = (value: object): number => {
  if (value instanceof Uint8Array) return OBJECT + value.byteLength;
  let size = OBJECT;
  if (Array.isArray(value) || value instanceof Set)
    for (const item of value) size += PROPERTY + roughSize(item);
  else if (value instanceof Map)
    for (const [key, item] of value) size += PROPERTY + roughSize(key) + roughSize(item);
  else for (const key in value) size += PROPERTY + key.length + roughSize(Reflect.get(value, key));
  return size;
};
