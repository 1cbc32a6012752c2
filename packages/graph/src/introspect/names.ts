/** A text as TypeScript writes it. */
export const literal = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;

/** A name as the key of an object. */
export const keyText = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name));

/** HAS_CHARACTER → hasCharacter; `first name` → firstName; isActive stays. */
export const camelCase = (name: string): string => {
  const [first = 'value', ...rest] = words(name);
  return guardDigit(lower(first) + rest.map(upper).join(''));
};

/** HW_DISK → HwDisk. */
export const pascalCase = (name: string): string => guardDigit(words(name).map(upper).join('') || 'Node');

/** The name, or the first with a number behind it that is free. */
export const freeName = (name: string, taken: ReadonlySet<string>): string => {
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}${count}`;
  return free;
};

const words = (name: string): readonly string[] => name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
const upper = (word: string): string => word.charAt(0).toUpperCase() + restOf(word);
const lower = (word: string): string => word.charAt(0).toLowerCase() + restOf(word);
/** What is all in capitals is no camel case. */
const restOf = (word: string): string =>
  word === word.toUpperCase() ? word.slice(1).toLowerCase() : word.slice(1);
const guardDigit = (name: string): string => (/^\d/.test(name) ? `n${name}` : name);
