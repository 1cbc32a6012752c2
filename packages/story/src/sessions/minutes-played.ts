import type { EntityOf } from '@graphkeep/models';
import type { Session } from '@graphkeep/models/story';

const MINUTE_MS = 60_000;
/** Whoever does nothing for so long has gone away; what follows is not counted. */
const AWAY_MS = 30 * MINUTE_MS;

/** How long a session has been played since it was started or resumed. */
export const minutesPlayed = (
  {
    status,
    activeSince,
    lastInteraction,
  }: Pick<EntityOf<typeof Session>, 'status' | 'activeSince' | 'lastInteraction'>,
  now: Date,
): number => {
  if (status !== 'active' || !activeSince) return 0;
  const begun = activeSince.getTime();
  const lastSign = Math.max(begun, lastInteraction?.getTime() ?? begun);
  const end = now.getTime() - lastSign > AWAY_MS ? lastSign : now.getTime();
  return Math.max(0, end - begun) / MINUTE_MS;
};
