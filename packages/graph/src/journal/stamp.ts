let last = 0;

/** Microseconds by the clock of this process, each greater than the last, whatever the clock does. */
export const nextStamp = (): number => {
  last = Math.max(last + 1, Math.trunc((performance.timeOrigin + performance.now()) * 1_000));
  return last;
};
