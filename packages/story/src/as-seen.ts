import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';

/**
 * A change that was worked out from what was read before, in the transaction around it. Where another write came between,
 * nothing is kept and the transaction runs again from its reading, since `conflict` says that it may.
 */
export const asSeen = async <T>(change: Promise<T>): Promise<T> => {
  try {
    return await change;
  } catch (error) {
    if (isGraphkeepError(error) && error.code === 'stale_version')
      throw new GraphkeepError('conflict', error.message, { cause: error });
    throw error;
  }
};
