import type { Finding } from './finding.ts';

const NOTICED_MS = 2_000;
const WRONG_MS = 30_000;

/** How much the clock of a store differs from ours, where that matters; `roundTripMs` is what the question took. */
export const judgedClock = (
  store: string,
  {
    theirs,
    asked,
    roundTripMs,
  }: { readonly theirs: number; readonly asked: number; readonly roundTripMs: number },
): readonly Omit<Finding, 'check'>[] => {
  // Their answer was given some time between question and answer.
  const skewMs = Math.abs(theirs - asked - roundTripMs / 2) - roundTripMs / 2;
  if (skewMs < NOTICED_MS) return [];
  return [
    {
      severity: skewMs >= WRONG_MS ? 'error' : 'warning',
      what: `The clock of ${store} differs from that of this machine by ${(skewMs / 1_000).toFixed(0)} s.`,
      why: 'Times of what is written by one and read by the other do not fit: expiries, schedules, tokens.',
      remedy: 'Keep both on time by NTP, as by chrony or systemd-timesyncd.',
    },
  ];
};
