import { type At, type Emitted, emitted, wrong } from './at.ts';
import { refuse } from './errors.ts';
import { isList, isNumeric, isText, typeTrap } from './guards.ts';
import { once } from './operators.ts';
import type { Expression } from './syntax.ts';
import { isNumber, kindText, orNull, type Type, types } from './types.ts';

export interface Use {
  readonly name: string;
  readonly args: readonly Emitted[];
  readonly written: Extract<Expression, { readonly kind: 'call' }>;
  readonly at: At;
}

export interface KnownFunction {
  readonly least: number;
  readonly most: number;
  write(use: Use): Emitted;
}

export type Want = 'number' | 'integer' | 'string' | 'list' | 'node' | 'relationship' | 'path' | 'entity';

const fits = (type: Type, want: Want): boolean => {
  if (want === 'number') return isNumber(type);
  if (want === 'entity') return type.kind === 'node' || type.kind === 'relationship';
  return type.kind === want;
};

/** The text of an argument that surely is of this kind, or null, or ends the statement. */
export const argumentText = (arg: Emitted, want: Want, { name, written, at }: Use): string => {
  const { type } = arg;
  if (type.kind === 'null' || fits(type, want)) return arg.text;
  const test = type.kind === 'property' ? propertyTests[want] : undefined;
  if (test) {
    once(arg);
    return typeTrap(`${arg.text} IS NOT NULL AND NOT (${test(arg.text)})`, arg.text);
  }
  if (type.kind === 'any' || type.kind === 'property' || (want === 'integer' && type.kind === 'number'))
    throw refuse('argument', `${name}() of a value of unknown type`);
  throw wrong(at, written, `${name}() cannot take ${kindText(type)}`);
};

const propertyTests: Partial<Record<Want, (value: string) => string>> = {
  number: isNumeric,
  string: isText,
  list: isList,
};

/** A function whose arguments and answer have fixed kinds. */
export const plain = (wants: readonly Want[], answer: Type, least = wants.length): KnownFunction => ({
  least,
  most: wants.length,
  write: (use) => {
    const texts = use.args.map((arg, index) => argumentText(arg, wants[index] ?? 'string', use));
    return emitted(`${use.name}(${texts.join(', ')})`, orNull(answer, nullableBy(use.args)), use.args);
  },
});

export const nullableBy = (args: readonly Emitted[]): boolean => args.some(({ type }) => type.nullable);
export const one = (write: (arg: Emitted, use: Use) => Emitted): KnownFunction => ({
  least: 1,
  most: 1,
  write: (use) => {
    const [arg] = use.args;
    if (!arg) throw wrong(use.at, use.written, `${use.name}() takes an argument`);
    return arg.type.kind === 'null' ? emitted('null', types.null, use.args) : write(arg, use);
  },
});

export const unfit = (arg: Emitted, { name, written, at }: Use): Error =>
  arg.type.kind === 'any' || arg.type.kind === 'property'
    ? refuse('argument', `${name}() of a value of unknown type`)
    : wrong(at, written, `${name}() cannot take ${kindText(arg.type)}`);
