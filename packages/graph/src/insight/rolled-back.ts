import { GraphkeepError } from '@graphkeep/core';

/** Runs work in a transaction that is rolled back once it has ended well. */
export const rolledBack = async (
  transaction: (all: () => Promise<void>) => Promise<void>,
  work: () => Promise<unknown>,
): Promise<void> => {
  // Not a failure of the store: several of those in a row would open its breaker.
  const end = new GraphkeepError('cancelled', 'Nothing of this is kept.');
  try {
    await transaction(async () => {
      await work();
      throw end;
    });
  } catch (error) {
    if (error !== end) throw error;
  }
};
