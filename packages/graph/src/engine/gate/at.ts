import { invalid, refuse } from './errors.ts';
import type { Place } from './syntax.ts';
import type { Type } from './types.ts';

export interface Variable {
  readonly type: Type;
  /** What stands for it in the engine's text. */
  readonly text: string;
}

export type Scope = ReadonlyMap<string, Variable>;

/** One statement under translation. */
export interface Ground {
  readonly source: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Whether any part of it changes the graph. */
  readonly writes: boolean;
  /** A name that no user's variable has. */
  fresh(): string;
}

/** Where an expression stands. */
export interface At {
  readonly ground: Ground;
  readonly scope: Scope;
  readonly aggregates: boolean;
  /** Null means the same as false here, so conditions may be joined to it. */
  readonly filter: boolean;
  /** A pattern may stand for a truth value here. */
  readonly patterns: boolean;
  /** An entity in a map is copied here, since it would become a bare id. */
  readonly copies?: true;
}

/** An expression as the engine is to read it. */
export interface Emitted {
  readonly text: string;
  readonly type: Type;
  readonly aggregates: boolean;
  /** It may be another value each time it is read, so it must not be written twice. */
  readonly random: boolean;
}

export const emitted = (text: string, type: Type, parts: readonly Emitted[] = []): Emitted => ({
  text,
  type,
  aggregates: parts.some((part) => part.aggregates),
  random: parts.some((part) => part.random),
});

/** An identifier as the engine reads it. */
export const quote = (name: string): string => {
  if (name.includes('`')) throw refuse('name');
  return `\`${name}\``;
};

const RESERVED = new Set(['_id', '_labels', '_type', '_source', '_target']);

export const quoteKey = (name: string): string => {
  if (RESERVED.has(name)) throw refuse('reserved', name);
  return quote(name);
};

export const wrong = (at: At, place: Place, problem: string): Error =>
  invalid(at.ground.source, place.start, problem);

/** The same place for a part that is a value: no pattern, and null is not false. */
export const asValue = (at: At): At =>
  at.filter || at.patterns ? { ...at, filter: false, patterns: false } : at;
export const withoutAggregates = (at: At): At => ({ ...asValue(at), aggregates: false });
export const withVariable = (at: At, name: string, variable: Variable): At => ({
  ...at,
  scope: new Map([...at.scope, [name, variable]]),
});
