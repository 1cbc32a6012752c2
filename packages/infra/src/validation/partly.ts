import type { Coverage, Finding } from './check.ts';

/** How much was looked at of one kind of things. */
export interface Seen extends Coverage {
  readonly what: string;
}

/** A finding that says of itself how much it stands on, where that is not all that there is. */
export const partly = (finding: Finding, seen: readonly Seen[]): Finding => {
  const parts = seen.filter(({ looked, of }) => looked < of);
  if (parts.length === 0) return finding;
  const told = parts.map(({ what, looked, of }) => `${looked} of ${of} ${what}`).join(', ');
  return {
    ...finding,
    details: `Not all was looked at, but ${told}. Of what was looked at: ${finding.details}`,
    coverage: {
      looked: parts.reduce((sum, { looked }) => sum + looked, 0),
      of: parts.reduce((sum, { of }) => sum + of, 0),
    },
  };
};

/** As many as there are, but no more than may be looked at. */
export const seenOf = (what: string, of: number, most: number): Seen => ({
  what,
  looked: Math.min(of, most),
  of,
});
