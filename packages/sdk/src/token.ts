/** What RFC 6750 lets stand behind `Bearer`. */
const TOKEN = /^[\w.~+/-]+=*$/;

export const isToken = (given: unknown): given is string => typeof given === 'string' && TOKEN.test(given);
