import { createHash } from 'node:crypto';

const SHAPE = /^psn_[0-9a-f]{32}$/;

/**
 * What stands for a person where the id must not: in the audit, in receipts, in the list of the erased. It is the same for
 * ever and whatever secrets are used, since a list must still be understood after years; an id made by the store cannot be
 * guessed from it.
 */
export const pseudonymOf = (owner: string): string =>
  isPseudonym(owner)
    ? owner
    : `psn_${createHash('sha256').update(`graphkeep pseudonym\0${owner}`).digest('hex').slice(0, 32)}`;

export const isPseudonym = (text: string): boolean => SHAPE.test(text);
