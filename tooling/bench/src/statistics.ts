export interface Spread {
  readonly min: number;
  readonly max: number;
}

const sorted = (figures: readonly number[]): number[] => {
  if (figures.length === 0) throw new Error('There are no figures to sum up.');
  return figures.toSorted((a, b) => a - b);
};

export const median = (figures: readonly number[]): number => {
  const ordered = sorted(figures);
  const upper = ordered[Math.floor(ordered.length / 2)] ?? Number.NaN;
  const lower = ordered[Math.floor((ordered.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
};

/** The smallest figure that so many percent of all figures do not exceed. */
export const percentile = (figures: readonly number[], percent: number): number => {
  const ordered = sorted(figures);
  const rank = Math.max(1, Math.ceil((percent / 100) * ordered.length));
  return ordered[rank - 1] ?? Number.NaN;
};

export const spread = (figures: readonly number[]): Spread => {
  const ordered = sorted(figures);
  return { min: ordered[0] ?? Number.NaN, max: ordered.at(-1) ?? Number.NaN };
};

/** Ours ÷ theirs, round by round: what slows the machine for a while slows both, and cancels. */
export const ratios = (ours: readonly number[], theirs: readonly number[]): number[] => {
  if (ours.length !== theirs.length)
    throw new Error(`Ratios need as many rounds on both sides, not ${ours.length} and ${theirs.length}.`);
  return ours.map((figure, round) => figure / (theirs[round] ?? Number.NaN));
};
