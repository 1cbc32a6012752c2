import { id } from '@graphkeep/contract';
import { type EntityOf, entitySchema } from '@graphkeep/models';
import {
  Character,
  Choice,
  Consequence,
  Scene,
  Session,
  Skill,
  type StoryGraph,
  TherapeuticGoal,
  WorldState,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { cutTo, titleOf } from '../cut-text.ts';
import { applyEffects } from './apply-effects.ts';
import { acquaintance } from './apply-to-acquaintances.ts';
import { effectsOfConsequence, keptDueAt } from './consequence-effects.ts';
import { assertActive, holdSession } from './hold-session.ts';
import { mergeEffects } from './merge-effects.ts';
import { openChoice } from './open-choice.ts';
import { effectsOfChoice, isRemembered, significanceOf } from './rules.ts';

export const chooseInput = z.strictObject({ sessionId: id('ses'), choiceId: id('cho') });
export type Choose = z.input<typeof chooseInput>;

/** Where a session stands after a choice. */
export const choiceOutcome = z.strictObject({
  choice: entitySchema(Choice),
  session: entitySchema(Session),
  character: entitySchema(Character),
  /** The one that the choice opened; the same as before where it opens none. */
  scene: entitySchema(Scene).nullable(),
  openChoices: z.array(entitySchema(Choice)),
  /** What changed beside; what did not is not named. */
  relationships: z.array(acquaintance),
  skills: z.array(entitySchema(Skill)),
  goals: z.array(entitySchema(TherapeuticGoal)),
  worldState: entitySchema(WorldState).nullable(),
  eventIds: z.array(id('evt')),
  memoryIds: z.array(id('mem')),
  /** What comes later. */
  due: z.array(z.strictObject({ consequenceId: id('csq'), dueAt: z.date() })),
});
export type ChoiceOutcome = z.output<typeof choiceOutcome>;

/** Makes a choice of the session's current scene, with all that follows from it: once, or not at all. */
export const choose = (
  platform: Scoped<StoryGraph>,
  input: Choose,
  options: { readonly idempotencyKey?: string } = {},
): Promise<ChoiceOutcome> =>
  platform.transaction(() => chooseWithin(platform, input), { ...options, request: input });

const chooseWithin = async (
  platform: Scoped<StoryGraph>,
  { sessionId, choiceId }: Choose,
): Promise<ChoiceOutcome> => {
  const at = platform.now();
  const session = await holdSession(platform, sessionId, {
    interactionCount: { increment: 1 },
    lastInteraction: at,
  });
  assertActive(session);
  const { characterId } = session;
  const character = await platform.repo(Character).get({ characterId });
  const { opens, consequences } = await openChoice(platform, { session, character }, choiceId);

  const choice = await platform.repo(Choice).patch({ choiceId }, { chosenAt: at });
  const left = await platform
    .repo(Scene)
    .patch({ sceneId: choice.sceneId }, { isCompleted: true, completedAt: at });
  const due = await settle(platform, consequences, at);
  const insights = consequences.flatMap((one) => one.insights);
  const applied = await applyEffects(
    platform,
    {
      session,
      character,
      at,
      title: titleOf(choice.text),
      kind: 'choice',
      sceneId: choice.sceneId,
      events: [
        {
          sceneId: choice.sceneId,
          eventType: 'choice',
          title: titleOf(choice.text),
          description: choice.text,
          impact: cutTo(insights.join('\n'), MAX_IMPACT),
          significance: significanceOf(choice),
          occurredAt: at,
        },
      ],
      memories: [
        ...(isRemembered(choice)
          ? [{ content: choice.text, occurredAt: at, tags: ['choice', choice.choiceType] }]
          : []),
        ...insights.map((content) => ({ content, occurredAt: at, tags: ['insight'] })),
      ],
      sessionChanges: opens ? { currentSceneId: opens.sceneId } : {},
    },
    mergeEffects([effectsOfChoice(choice), ...consequences.map(effectsOfConsequence)]),
  );
  return {
    choice,
    ...applied,
    scene: opens ?? left,
    openChoices: opens ? await choicesIn(platform, opens.sceneId) : [],
    due,
  };
};

const MAX_IMPACT = 20_000;

/** What has a later part waits for it; the rest is applied with the choice. */
const settle = async (
  platform: Scoped<StoryGraph>,
  consequences: readonly EntityOf<typeof Consequence>[],
  at: Date,
): Promise<ChoiceOutcome['due']> => {
  const due: ChoiceOutcome['due'] = [];
  const done: string[] = [];
  for (const consequence of consequences) {
    const { consequenceId } = consequence;
    const dueAt = keptDueAt(consequence, at);
    if (!dueAt) done.push(consequenceId);
    else {
      await platform.repo(Consequence).patch({ consequenceId }, { dueAt });
      due.push({ consequenceId, dueAt });
    }
  }
  if (done.length > 0)
    await platform
      .repo(Consequence)
      .patchMany({ consequenceId: { in: done } }, { isApplied: true, appliedAt: at });
  return due;
};

const choicesIn = async (
  platform: Scoped<StoryGraph>,
  sceneId: string,
): Promise<EntityOf<typeof Choice>[]> => {
  const where = { sceneId, isAvailable: true, chosenAt: null };
  return [...(await platform.repo(Choice).find({ where })).items];
};
