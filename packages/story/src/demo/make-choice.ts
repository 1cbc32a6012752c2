import type { EntityOf } from '@graphkeep/models';
import type { Choice, Scene, Session } from '@graphkeep/models/story';
import { titleOf } from '../cut-text.ts';
import { effectsOfConsequence, keptDueAt, laterEffects } from '../play/consequence-effects.ts';
import { mergeEffects } from '../play/merge-effects.ts';
import { effectsOfChoice, isRemembered, significanceOf } from '../play/rules.ts';
import { applyToDraft, recordEvent, recordMemory } from './apply-effects.ts';
import type { Offered } from './offer-choices.ts';
import type { Sitting } from './sitting.ts';

/** Makes the first of the choices that can be made, with all that follows from it. */
export const choose = (
  { stage, later }: Sitting,
  session: EntityOf<typeof Session>,
  scene: EntityOf<typeof Scene>,
  offered: readonly Offered[],
  at: Date,
): EntityOf<typeof Choice> | undefined => {
  const { draft } = stage;
  const [made] = draft.chance.some(
    offered.filter(({ choice }) => choice.isAvailable && choice.prerequisites.length === 0),
    1,
  );
  if (!made) return undefined;
  const { choice, consequences } = made;
  const { sceneId } = scene;
  const title = titleOf(choice.text);
  draft.change(choice, { chosenAt: at }, at);
  draft.change(scene, { isCompleted: true, completedAt: at }, at);
  draft.change(session, { interactionCount: session.interactionCount + 1, lastInteraction: at }, at);
  const insights = consequences.flatMap((one) => one.insights);
  recordEvent(draft, session, {
    ...{ sceneId, eventType: 'choice', title, description: choice.text, impact: insights.join('\n') },
    significance: significanceOf(choice),
    occurredAt: at,
  });
  if (isRemembered(choice))
    recordMemory(draft, session, {
      ...{ content: choice.text, occurredAt: at, tags: ['choice', choice.choiceType] },
      emotionalWeight: draft.chance.between(-0.2, 0.8),
    });
  for (const content of insights)
    recordMemory(draft, session, { content, occurredAt: at, tags: ['insight'], emotionalWeight: 0.5 });
  const effects = [effectsOfChoice(choice), ...consequences.map(effectsOfConsequence)];
  applyToDraft(stage, { session, at, title, kind: 'choice' }, mergeEffects(effects));
  for (const consequence of consequences) {
    const dueAt = keptDueAt(consequence, at);
    draft.change(consequence, dueAt ? { dueAt } : { isApplied: true, appliedAt: at }, at);
    if (dueAt) later.push({ session, consequence, sceneId, text: choice.text, dueAt });
  }
  return choice;
};

/** Applies what came due by then, unless the scenario is there to show what is due. */
export const settleDue = ({ stage, later }: Pick<Sitting, 'stage' | 'later'>, until: Date): void => {
  const { draft, cast } = stage;
  const isLeft = ({ status }: EntityOf<typeof Session>) => cast.scenario.leavesDue && status === 'active';
  const due = later
    .filter(({ dueAt, session }) => dueAt <= until && !isLeft(session))
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  for (const one of due) {
    const { consequence, session, sceneId, text, dueAt: at } = one;
    later.splice(later.indexOf(one), 1);
    const title = titleOf(text);
    draft.change(consequence, { isApplied: true, appliedAt: at }, at);
    applyToDraft(
      stage,
      { session, at, title, kind: 'consequence' },
      mergeEffects([laterEffects(consequence)]),
    );
    recordEvent(draft, session, {
      sceneId,
      eventType: 'consequence',
      title,
      description: text,
      occurredAt: at,
    });
  }
};
