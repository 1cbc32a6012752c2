import type { EntityOf } from '@graphkeep/models';
import { Character, Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { assertFreePlace } from './assert-free-place.ts';
import { hold } from './hold.ts';
import { minutesPlayed } from './minutes-played.ts';
import { statusAfter, type Transition } from './session-status.ts';

/** Takes a session to another state, and counts the minutes that were played, of session and character, in one transaction. */
export const changeStatus = (
  platform: Scoped<StoryGraph>,
  transition: Transition,
  sessionId: string,
): Promise<EntityOf<typeof Session>> =>
  platform.transaction(async () => {
    const sessions = platform.repo(Session);
    // Two that end a session at once must not both count its minutes.
    await hold(platform, Session, sessionId);
    const session = await sessions.get({ sessionId });
    const status = statusAfter(transition, session);
    if (status === 'active') await assertFreePlace(platform, session.playerId);
    const now = platform.now();
    const minutes = minutesPlayed(session, now);
    if (minutes > 0)
      await platform
        .repo(Character)
        .patch({ characterId: session.characterId }, { totalSessionMinutes: { increment: minutes } });
    return sessions.patch(
      { sessionId },
      {
        status,
        totalMinutes: { increment: minutes },
        activeSince: status === 'active' ? now : null,
        lastInteraction: now,
      },
    );
  });
