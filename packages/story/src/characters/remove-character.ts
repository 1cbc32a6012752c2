import { limits } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import type { RemoveInput } from '@graphkeep/models';
import { Character, Memory, Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { removeBounded } from '../players/remove-bounded.ts';
import { sessionBelongings } from '../sessions/session-belongings.ts';
import { versionOf } from '../version-of.ts';

/** Removes a character with its memories and the sessions that it was played in: all of it or nothing. */
export const removeCharacter = (
  platform: Scoped<StoryGraph>,
  { characterId, ...seen }: RemoveInput<typeof Character>,
): Promise<void> =>
  platform.transaction(async () => {
    const { repo } = platform;
    await repo(Character).remove({ characterId }, versionOf(seen));
    const { items, next } = await repo(Session).find({
      where: { characterId },
      select: { sessionId: true },
      limit: limits.maxPageSize,
    });
    if (next !== null)
      throw new GraphkeepError(
        'limit_reached',
        `Character ${characterId} has more than ${limits.maxPageSize} sessions: remove some of them first.`,
        { field: 'characterId' },
      );
    await removeBounded(`character ${characterId}`, [
      ...sessionBelongings(
        platform,
        items.map(({ sessionId }) => sessionId),
      ),
      (options) => repo(Session).removeMany({ characterId }, options),
      (options) => repo(Memory).removeMany({ characterId }, options),
    ]);
  });
