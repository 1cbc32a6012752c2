import { invalid } from './errors.ts';

export type Token =
  | {
      readonly kind: 'name';
      readonly text: string;
      readonly quoted: boolean;
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: 'parameter' | 'string' | 'integer' | 'float' | 'symbol' | 'end';
      readonly text: string;
      readonly start: number;
      readonly end: number;
    };

const BLANK = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/uy;
const NAME = /[\p{L}\p{Pc}][\p{L}\p{Pc}\p{N}\p{Mn}]*/uy;
const QUOTED_NAME = /`((?:[^`]|``)+)`/uy;
const PARAMETER = /\$(?:`((?:[^`]|``)+)`|([\p{L}\p{Pc}\p{N}]+))/uy;
const FLOAT = /(?:\d+\.\d+|\.\d+)(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+/uy;
const INTEGER = /0[xX][\da-fA-F]+|0[oO][0-7]+|0|[1-9]\d*/uy;
const STRING = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/uy;
const SYMBOL = /<=|>=|<>|\.\.|\+=|=~|\|\||[-+*/%^=<>()[\]{},.:;|&!$]/uy;

/** Splits a statement into its tokens; strings come with their escapes resolved. */
export const tokenize = (source: string): Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  for (;;) {
    at += match(BLANK)?.[0].length ?? 0;
    const start = at;
    if (at >= source.length) return [...tokens, { kind: 'end', text: '', start, end: start }];
    const token = next(match, source, start);
    at = token.end;
    tokens.push(token);
  }
};

const next = (match: (pattern: RegExp) => RegExpExecArray | null, source: string, start: number): Token => {
  const name = match(NAME);
  if (name) return { kind: 'name', text: name[0], quoted: false, start, end: start + name[0].length };
  const quoted = match(QUOTED_NAME);
  if (quoted)
    return {
      kind: 'name',
      text: unquote(quoted[1] ?? ''),
      quoted: true,
      start,
      end: start + quoted[0].length,
    };
  const parameter = match(PARAMETER);
  if (parameter)
    return {
      kind: 'parameter',
      text: parameter[2] ?? unquote(parameter[1] ?? ''),
      start,
      end: start + parameter[0].length,
    };
  const number = match(FLOAT) ?? match(INTEGER);
  if (number) return numberToken(source, number[0], start);
  const string = match(STRING);
  if (string)
    return {
      kind: 'string',
      text: withoutEscapes(string[0].slice(1, -1), source, start),
      start,
      end: start + string[0].length,
    };
  const symbol = match(SYMBOL);
  if (symbol) return { kind: 'symbol', text: symbol[0], start, end: start + symbol[0].length };
  throw invalid(source, start, `the character ${JSON.stringify(source[start])} has no meaning here`);
};

const unquote = (text: string): string => text.replaceAll('``', '`');

const numberToken = (source: string, text: string, start: number): Token => {
  const end = start + text.length;
  // 1..3 is a range, and its first number no float.
  if (/[\p{L}\p{Pc}\p{N}]/u.test(source[end] ?? ''))
    throw invalid(source, start, `${source.slice(start, end + 1)}… is no number`);
  const isFloat = /^[^xX]*[.eE]/.test(text) && !/^0[xX]/.test(text);
  return { kind: isFloat ? 'float' : 'integer', text, start, end };
};

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  '`': '`',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const withoutEscapes = (text: string, source: string, start: number): string =>
  text.replace(/\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/gu, (_, four, eight, one) => {
    const code: unknown = four ?? eight;
    if (typeof code === 'string') return String.fromCodePoint(Number.parseInt(code, 16));
    const meant = typeof one === 'string' ? ESCAPES[one] : undefined;
    if (meant === undefined) throw invalid(source, start, `\\${String(one)} is no escape of a text`);
    return meant;
  });
