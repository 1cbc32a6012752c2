/** Runs work in a transaction that is rolled back once it has ended well. */
export const rolledBack = async (
  transaction: (all: () => Promise<void>) => Promise<void>,
  work: () => Promise<unknown>,
): Promise<void> => {
  const end = new Error('Nothing of this is kept.');
  try {
    await transaction(async () => {
      await work();
      throw end;
    });
  } catch (error) {
    if (error !== end) throw error;
  }
};
