import neo4j from 'neo4j-driver';
import type { Engine, Rows } from '../engine/engine.ts';
import { someDate } from '../raw/compile.ts';
import type { Values } from './migration.ts';

/** Rows by the names of their columns; whole numbers as numbers, as far as a number holds them. */
export const plainRows = ({ columns, rows }: Rows): readonly Values[] =>
  rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, plain(row[index])])));

/** Numbers as a store tells them apart: a whole one is an integer, which Cypher's `toFloat` makes a float of. */
export const encodeValues = (engine: Engine, params: Values): Values =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, encode(engine, value)]));

/** A value of a raw statement for one of ours, which binds integers as the engine keeps them. */
export const storable = (engine: Engine, value: unknown): unknown => {
  const known = plain(value);
  return Number.isSafeInteger(known) ? engine.codec.encodeCount(Number(known)) : known;
};

/** A value that was kept by a statement of ours, for a raw one. */
export const again = (engine: Engine, kept: unknown): unknown => encode(engine, plain(kept));

const encode = (engine: Engine, value: unknown): unknown => {
  if (Number.isSafeInteger(value)) return neo4j.int(Number(value));
  if (value instanceof Date) return engine.codec.encode(someDate, value);
  if (Array.isArray(value)) return value.map((one) => encode(engine, one));
  return isPlain(value) ? encodeValues(engine, value) : value;
};

const plain = (value: unknown): unknown => {
  if (typeof value === 'bigint' || isInteger(value)) {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : BigInt(String(value));
  }
  if (Array.isArray(value)) return value.map(plain);
  return isPlain(value)
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]))
    : value;
};

const isInteger = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && typeof value.valueOf() === 'bigint';

const isPlain = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
