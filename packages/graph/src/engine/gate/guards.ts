import type { ConstructId } from './constructs.ts';

/**
 * Conditions on what a value turns out to be, as text for the engine. It has no test of types, but its operators answer
 * null for what they are not made for, and never anything else: that was tried for each kind of value.
 */
export const isText = (value: string): string => `(${value} STARTS WITH '') IS NOT NULL`;
/** Durations and dates can be subtracted too, but nothing can be added to that. */
export const isNumeric = (value: string): string => `(${value} - ${value} + 1) IS NOT NULL`;
export const isFloat = (value: string): string => `(${value} - ${value} + 1) / 2 = 0.5`;
export const isList = (value: string): string => `[\`#v\` IN ${value} | 1] IS NOT NULL`;
export const isTruth = (value: string): string => `(NOT ${value}) IS NOT NULL`;

/** 0 for an integer, .5 for a float, null for anything else. */
export const numberProbe = (value: string): string => `(${value} - ${value} + 1) / 2`;

/**
 * Ends the statement where the condition holds. The engine has no error of one's own to raise, but a division by zero is
 * one, and its message carries what was divided.
 */
export const trap = (id: Trapped, condition: string, otherwise: string): string =>
  `CASE WHEN ${condition} THEN ${codeOf(id)} / 0 ELSE ${otherwise} END`;

/** It may be a row that a filter would drop that is of the wrong type, so this is no mistake for sure. */
export const typeTrap = (condition: string, otherwise: string): string =>
  trap('valueType', condition, otherwise);

const FIRST_CODE = 77_000_100;
const trapped = [
  'valueType',
  'floatText',
  'arithmetic',
  'mergeNull',
  'range',
] as const satisfies readonly ConstructId[];
type Trapped = (typeof trapped)[number];
const codeOf = (id: Trapped): number => FIRST_CODE + trapped.indexOf(id);

/** A value with one in it must be evaluated, whatever comes of it. */
export const hasTrap = (text: string): boolean => /\b77000\d{3} \/ 0\b/.test(text);

/** What a trap meant, read from the engine's message; undefined for any other error. */
export const readTrap = (message: string): Trapped | undefined =>
  trapped[Number(/division by zero: (770\d{5}) \/ 0/.exec(message)?.[1]) - FIRST_CODE];
