import { id, newId } from '@graphkeep/contract';
import { type EntityOf, entitySchema } from '@graphkeep/models';
import { Choice, Scene, Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { assertPlanned } from './assert-planned.ts';
import { assertActive, holdSession } from './hold-session.ts';
import { linkToChoice } from './link-to-choice.ts';
import { plannedChoice, plannedRows } from './planned-choice.ts';

export const appendSceneInput = z.strictObject({
  ...Scene.schema.omit({ playerId: true, isCompleted: true, completedAt: true }).shape,
  sceneId: id('scn').optional(),
  choices: z.array(plannedChoice).max(20).default([]),
  /** The choice that leads here, where one does. */
  openedBy: id('cho').optional(),
  /** Whether the session goes on with it; a scene that is prepared for a choice does not. */
  current: z.boolean().default(true),
});
export type AppendScene = z.input<typeof appendSceneInput>;

export const appendedScene = z.strictObject({
  session: entitySchema(Session),
  scene: entitySchema(Scene),
  /** Its place among the scenes of the session, from 0. */
  order: z.int().min(0),
  choices: z.array(entitySchema(Choice)),
});
export interface AppendedScene {
  readonly session: EntityOf<typeof Session>;
  readonly scene: EntityOf<typeof Scene>;
  readonly order: number;
  readonly choices: readonly EntityOf<typeof Choice>[];
}

/** Puts a scene with its choices and what they will lead to at the end of an active session: all of it, or nothing. */
export const appendScene = (platform: Scoped<StoryGraph>, input: AppendScene): Promise<AppendedScene> =>
  platform.transaction(async () => {
    // What is planned is read again only when the player chooses: what is wrong with it must be found now.
    const asked = appendSceneInput.parse(input);
    const { choices, openedBy, current, sceneId = newId('scn'), ...scene } = asked;
    const { sessionId } = scene;
    const session = await holdSession(platform, sessionId);
    assertActive(session);
    await assertPlanned(platform, session, choices);
    const { playerId } = session;
    const order = await nextOrder(platform, sessionId);
    const rows = plannedRows(choices, { playerId, sessionId, sceneId });
    const made = await platform.repo(Scene).create({
      ...scene,
      sceneId,
      playerId,
      session: { connect: { sessionId, $link: { order } } },
      choices: { create: rows },
    });
    if (openedBy !== undefined) await linkToChoice(platform, session, openedBy, sceneId);
    const where = { choiceId: { in: rows.map(({ choiceId }) => choiceId) } };
    const { items } = rows.length === 0 ? { items: [] } : await platform.repo(Choice).find({ where });
    return {
      session: current ? await enterScene(platform, session, sceneId) : session,
      scene: made,
      order,
      choices: [...items],
    };
  });

const nextOrder = async (platform: Scoped<StoryGraph>, sessionId: string): Promise<number> => {
  const { scenes } = await platform.repo(Session).get({
    sessionId,
    select: { sessionId: true },
    include: { scenes: { select: { sceneId: true }, orderBy: { $link: { order: 'desc' } }, limit: 1 } },
  });
  return (scenes[0]?.$link.order ?? -1) + 1;
};

/** The scene that is left is completed. */
const enterScene = async (
  platform: Scoped<StoryGraph>,
  { sessionId, currentSceneId }: EntityOf<typeof Session>,
  sceneId: string,
): Promise<EntityOf<typeof Session>> => {
  if (currentSceneId !== undefined) {
    const where = { sceneId: currentSceneId, isCompleted: false };
    await platform.repo(Scene).patchMany(where, { isCompleted: true, completedAt: platform.now() });
  }
  return platform.repo(Session).patch({ sessionId }, { currentSceneId: sceneId });
};
