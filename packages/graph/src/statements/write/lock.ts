import { property } from '../cypher.ts';

/**
 * Takes the locks of nodes until the transaction ends, so that what is read of them afterwards stays true. Writing takes
 * a lock, on both engines; a property that is set and removed at once leaves nothing behind.
 */
export const lock = (...variables: readonly string[]): string => {
  const locks = variables.map((variable) => property(variable, '$lock'));
  return `SET ${locks.map((one) => `${one} = true`).join(', ')} REMOVE ${locks.join(', ')}`;
};
