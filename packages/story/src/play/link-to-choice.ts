import { GraphkeepError } from '@graphkeep/core';
import type { EntityOf } from '@graphkeep/models';
import { Choice, type Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

/** Says that a choice leads to a scene. A choice leads to one at most. */
export const linkToChoice = async (
  platform: Pick<Scoped<StoryGraph>, 'repo'>,
  { sessionId }: EntityOf<typeof Session>,
  choiceId: string,
  sceneId: string,
): Promise<void> => {
  const choices = platform.repo(Choice);
  const { scene, opens } = await choices.get({
    choiceId,
    select: { choiceId: true },
    include: {
      scene: { select: { sceneId: true, sessionId: true } },
      opens: { select: { sceneId: true } },
    },
  });
  if (scene?.sessionId !== sessionId)
    throw new GraphkeepError('invalid_input', `openedBy must be a choice of session ${sessionId}.`, {
      field: 'openedBy',
    });
  if (opens)
    throw new GraphkeepError('wrong_state', `Choice ${choiceId} leads to scene ${opens.sceneId} already.`, {
      field: 'openedBy',
    });
  await choices.relate({ choiceId }, 'opens', { sceneId });
};
