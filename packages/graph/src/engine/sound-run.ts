import type { Run } from './engine.ts';

/**
 * A transaction of which a statement failed must not commit, even where the caller caught the error: the embedded engine
 * would commit the rest.
 */
export const soundRun = (run: Run): { readonly run: Run; readonly assertSound: () => void } => {
  let failure: { readonly error: unknown } | undefined;
  const assertSound = (): void => {
    if (failure) throw failure.error;
  };
  return {
    assertSound,
    run: async (statement) => {
      assertSound();
      try {
        return await run(statement);
      } catch (error) {
        failure = { error };
        throw error;
      }
    },
  };
};
