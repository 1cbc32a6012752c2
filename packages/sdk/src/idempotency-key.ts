const KEY = /^[\x21-\x7e]{1,200}$/;
const BYTES = 16;

/** A new name for one change. Not by randomUUID, which a page that came by plain HTTP does not have. */
export const newIdempotencyKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(BYTES)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

export const checkedIdempotencyKey = (key: string): string => {
  if (typeof key === 'string' && KEY.test(key)) return key;
  throw new TypeError('idempotencyKey: must be 1 to 200 visible characters, without spaces');
};
