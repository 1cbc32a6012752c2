import { Choice, Scene, type SessionState, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';

/** Choices that are likely enough to be worth it. */
const LIKELY = 3;

/** Brings the scenes behind the likeliest choices into the cache, with the choices that these offer. */
export const prefetchChoices = async (
  platform: Scoped<StoryGraph>,
  { openChoices }: Pick<SessionState, 'openChoices'>,
): Promise<{ readonly scenes: number; readonly choices: number }> => {
  const likely = openChoices
    .toSorted((a, b) => b.agency - a.agency || b.therapeuticValue - a.therapeuticValue)
    .slice(0, LIKELY);
  if (likely.length === 0) return { scenes: 0, choices: 0 };
  const behind = await platform.repo(Choice).getMany(
    likely.map(({ choiceId }) => ({ choiceId })),
    {
      select: { choiceId: true },
      include: {
        opens: { select: { sceneId: true }, include: { choices: { select: { choiceId: true } } } },
      },
    },
  );
  const scenes = behind.flatMap(({ opens }) => (opens ? [opens] : []));
  const choices = scenes.flatMap((scene) => scene.choices);
  await Promise.all([
    platform.cached(Scene).getMany(scenes.map(({ sceneId }) => ({ sceneId }))),
    platform.cached(Choice).getMany(choices.map(({ choiceId }) => ({ choiceId }))),
  ]);
  return { scenes: scenes.length, choices: choices.length };
};
