import { type Field, readField } from '@graphkeep/models';
import { z } from 'zod';
import type { Codec, Statement } from '../engine/engine.ts';
import { isPlain, wrong as wrongAt } from '../statements/values.ts';
import { Cypher } from './cypher.ts';

/** A statement that was written by hand, with every hole bound. */
export const compile = (statement: Cypher, operation: string, codec: Codec): Statement => {
  if (!(statement instanceof Cypher))
    throw wrong('A statement is written by the tag cypher: cypher`MATCH …`. A plain text binds nothing.');
  const params = Object.fromEntries(
    statement.values.map((value, index) => [nameOf(index), bound(value, `hole ${index + 1}`, codec)]),
  );
  const text = statement.texts.reduce((all, part, index) => `${all}$${nameOf(index - 1)}${part}`);
  return { text, params, operation, raw: true };
};

const nameOf = (index: number): string => `hole${index + 1}`;

const columnField = (name: string, schema: z.ZodType): Field => {
  const field = readField(name, schema);
  if ('problem' in field) throw new TypeError(`${name} ${field.problem}`);
  return field;
};
/** Values by hand are of no definition: these stand for what they would be there. */
export const someDate = columnField('date', z.date());
export const someInteger = columnField('integer', z.int());
export const someNumber = columnField('number', z.number());

const bound = (value: unknown, at: string, codec: Codec): unknown => {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw wrong(`${at} of the statement holds half of a surrogate pair.`);
    return value;
  }
  if (typeof value === 'number')
    return codec.encode(Number.isSafeInteger(value) ? someInteger : someNumber, value);
  if (value instanceof Date) return codec.encode(someDate, value);
  if (value instanceof Cypher)
    throw wrong(
      `${at} of the statement holds a part of a statement within a value: put it into a hole itself.`,
    );
  if (Array.isArray(value)) return value.map((one, index) => bound(one, `${at}[${index}]`, codec));
  if (isPlain(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, bound(one, `${at}.${name}`, codec)]),
    );
  throw wrong(
    `${at} of the statement is ${described(value)}: it takes a text, a number, a boolean, a Date, null, and lists and plain objects of these.`,
  );
};

const described = (value: unknown): string => {
  if (value === undefined) return 'undefined';
  return typeof value === 'object' ? 'an instance of a class' : `a ${typeof value}`;
};

const wrong = (message: string) => wrongAt('statement', message);
