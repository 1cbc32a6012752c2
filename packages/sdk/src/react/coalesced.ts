/** Does it at once; what it is asked for meanwhile, once more after that. */
export const coalesced = (work: () => Promise<unknown>): (() => Promise<void>) => {
  let isRunning = false;
  let isAsked = false;
  return async () => {
    isAsked = true;
    if (isRunning) return;
    isRunning = true;
    try {
      while (isAsked) {
        isAsked = false;
        await work();
      }
    } finally {
      isRunning = false;
    }
  };
};
