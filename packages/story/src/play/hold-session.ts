import { GraphkeepError } from '@graphkeep/core';
import type { EntityOf, PatchOf } from '@graphkeep/models';
import { Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

/**
 * Changes a session before anything of it is read: whoever else wants to go on with it waits, or runs again, until this
 * transaction has ended, so that what is decided on what is read then holds.
 */
export const holdSession = (
  platform: Pick<Scoped<StoryGraph>, 'repo'>,
  sessionId: string,
  changes: PatchOf<typeof Session> = { interactionCount: { increment: 0 } },
): Promise<EntityOf<typeof Session>> => platform.repo(Session).patch({ sessionId }, changes);

export const assertActive = ({ status, sessionId }: EntityOf<typeof Session>): void => {
  if (status !== 'active')
    throw new GraphkeepError(
      'wrong_state',
      `Session ${sessionId} is ${status}, and only an active one goes on: ${status === 'paused' ? 'resume it first' : 'start another one'}.`,
      { field: 'sessionId' },
    );
};
