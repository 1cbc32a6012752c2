import { type Relationship, typesOf } from '@graphkeep/models';
import { quote } from './cypher.ts';

/** -[r:`HAS_CHARACTER`]-> or its opposite. */
export const link = (variable: string, relationship: Relationship): string => {
  const types = typesOf(relationship).map(quote).join('|');
  const middle = `-[${variable}:${types}]-`;
  return `${relationship.direction === 'in' ? '<' : ''}${middle}${relationship.direction === 'out' ? '>' : ''}`;
};

/** The same relationship, written from its other end. */
export const reversed = (relationship: Relationship): Relationship => ({
  ...relationship,
  direction: opposite[relationship.direction],
});

export const opposite = { out: 'in', in: 'out', none: 'none' } as const;
