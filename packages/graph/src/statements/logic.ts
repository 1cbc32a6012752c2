/** Both hold, or all of them; `true` where there is nothing to hold. */
export const every = (conditions: readonly string[]): string => joined(conditions, 'AND', 'true');

/** One of them holds; `false` where there is none. */
export const some = (conditions: readonly string[]): string => joined(conditions, 'OR', 'false');

const joined = (conditions: readonly string[], by: 'AND' | 'OR', none: string): string =>
  conditions.length > 1 ? `(${conditions.join(` ${by} `)})` : (conditions[0] ?? none);

/** That a condition does not hold, for a missing value too, of which it is neither true nor false. */
export const negated = (condition: string, left: string): string => `(NOT (${condition}) OR ${left} IS NULL)`;

export const equality = (left: string, right: string, holds: boolean): string =>
  holds ? `${left} = ${right}` : `(${left} <> ${right} OR ${left} IS NULL)`;

export const membership = (left: string, list: string, holds: boolean): string =>
  holds ? `${left} IN ${list}` : negated(`${left} IN ${list}`, left);
