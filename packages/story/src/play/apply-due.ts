import { GraphkeepError } from '@graphkeep/core';
import { Character, Consequence, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { titleOf } from '../cut-text.ts';
import { applyEffects } from './apply-effects.ts';
import { laterEffects } from './consequence-effects.ts';
import { holdSession } from './hold-session.ts';
import { mergeEffects } from './merge-effects.ts';

interface Due {
  readonly consequenceId: string;
  readonly sessionId: string;
  readonly playerId: string;
}

/**
 * Applies the later part of a consequence, and says whether it was this call that did. The session is held first, so that
 * of two processes the second reads that it is applied already.
 */
export const applyDue = (
  system: Scoped<StoryGraph>,
  { consequenceId, sessionId, playerId }: Due,
): Promise<boolean> => {
  const platform = system.as({ id: 'story.consequences', owner: playerId, scopes: ['story:write'] });
  return platform.transaction(async () => {
    const session = await holdSession(platform, sessionId);
    const { choice, ...consequence } = await platform
      .repo(Consequence)
      .get({ consequenceId, include: { choice: { select: { text: true, sceneId: true } } } });
    if (consequence.isApplied) return false;
    if (!choice)
      throw new GraphkeepError('wrong_state', `Consequence ${consequenceId} belongs to no choice.`, {
        field: 'consequenceId',
      });
    const at = platform.now();
    const title = titleOf(choice.text);
    await platform.repo(Consequence).patch({ consequenceId }, { isApplied: true, appliedAt: at });
    await applyEffects(
      platform,
      {
        session,
        character: await platform.repo(Character).get({ characterId: session.characterId }),
        at,
        title,
        kind: 'consequence',
        sceneId: choice.sceneId,
        events: [
          {
            sceneId: choice.sceneId,
            eventType: 'consequence',
            title,
            description: choice.text,
            occurredAt: at,
          },
        ],
        memories: [],
        sessionChanges: {},
      },
      mergeEffects([laterEffects(consequence)]),
    );
    return true;
  });
};
