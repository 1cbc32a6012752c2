import type { EntityOf } from '@graphkeep/models';
import { Choice, Scene, Session } from '@graphkeep/models/story';
import { filled, type Slots } from './content/filled.ts';
import { type SceneType, scenes } from './content/scenes.ts';
import type { Sitting } from './sitting.ts';

interface ScenePlan {
  readonly order: number;
  readonly sceneType: SceneType;
  readonly slots: Slots;
  readonly at: Date;
  readonly openedBy: EntityOf<typeof Choice> | undefined;
}

/** The next scene of a session, which goes on with it. */
export const makeScene = (
  { stage: { draft, cast } }: Sitting,
  session: EntityOf<typeof Session>,
  { order, sceneType, slots, at, openedBy }: ScenePlan,
): EntityOf<typeof Scene> => {
  const { playerId } = draft;
  const { sessionId, difficulty } = session;
  const { title, description, content, tone, objectives } = draft.chance.pick(scenes[sceneType]);
  const scene = draft.add(
    Scene,
    {
      sceneId: draft.id('scn', at),
      ...{ playerId, sessionId, sceneType, difficulty, tone },
      title: filled(title, slots),
      description: filled(description, slots),
      content: filled(content, slots),
      focus: [cast.concern.name],
      objectives: [...objectives],
    },
    at,
  );
  const { sceneId } = scene;
  draft.link([Session, sessionId], 'scenes', [Scene, sceneId], { order });
  if (openedBy) draft.link([Choice, openedBy.choiceId], 'opens', [Scene, sceneId]);
  draft.change(session, { currentSceneId: sceneId }, at);
  return scene;
};
