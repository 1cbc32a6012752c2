import type { EntityOf } from '@graphkeep/models';
import { Choice, Consequence, Scene, type Session } from '@graphkeep/models/story';
import type { z } from 'zod';
import { plannedChoice, plannedRows } from '../play/planned-choice.ts';
import { type ChoiceText, type ChoiceType, choices, laterTitles } from './content/choices.ts';
import { filled, type Slots } from './content/filled.ts';
import type { Sitting } from './sitting.ts';

export interface Offered {
  readonly choice: EntityOf<typeof Choice>;
  readonly consequences: readonly EntityOf<typeof Consequence>[];
}

type Planned = z.input<typeof plannedChoice>;
type Consequences = NonNullable<Planned['consequences']>;

const types = Object.keys(choices).filter((name): name is ChoiceType => name in choices);

/** What the player may do in a scene, with what it will lead to: planned as any client plans it. */
export const offerChoices = (
  sitting: Sitting,
  session: EntityOf<typeof Session>,
  { sceneId, createdAt }: EntityOf<typeof Scene>,
  slots: Slots,
): readonly Offered[] => {
  const { draft } = sitting.stage;
  const { playerId, chance } = draft;
  const place = { playerId, sessionId: session.sessionId, sceneId };
  return chance.some(types, chance.whole(2, 4)).map((choiceType, number) => {
    const text = chance.pick(choices[choiceType]);
    const asked = plannedChoice.parse({
      choiceId: draft.id('cho', createdAt),
      text: filled(text.text, slots),
      choiceType,
      therapeuticValue: text.value,
      agency: text.agency,
      // The first can always be taken, or nobody could go on.
      prerequisites: number > 0 && text.asks !== undefined ? [text.asks] : [],
      tags: [choiceType],
      isAvailable: number < 3,
      consequences: consequencesOf(sitting, text, slots).map((one) => ({
        ...one,
        consequenceId: draft.id('csq', createdAt),
      })),
    } satisfies Planned);
    const [row] = plannedRows([asked], place);
    if (!row) throw new RangeError('One choice makes one row.');
    const { consequences, opens: _, ...values } = row;
    const choice = draft.add(Choice, values, createdAt);
    draft.link([Scene, sceneId], 'choices', [Choice, choice.choiceId]);
    return {
      choice,
      consequences: consequences.create.map((one) => {
        const consequence = draft.add(Consequence, one, createdAt);
        draft.link([Choice, choice.choiceId], 'consequences', [Consequence, consequence.consequenceId]);
        return consequence;
      }),
    };
  });
};

const NEVER_EASY = 0.6;

const consequencesOf = (sitting: Sitting, text: ChoiceText, slots: Slots): Consequences => {
  const { draft, cast } = sitting.stage;
  const { chance } = draft;
  const [goal] = cast.goals;
  const skill = chance.some(cast.skills, 1)[0];
  const now: Consequences[number] = {
    immediate: {
      experience: chance.whole(5, 25),
      ...(goal && text.value > 0.4 && { goals: [{ goalId: goal.goalId, by: chance.whole(2, 9) }] }),
      ...(skill && { skills: [{ skillId: skill.skillId, success: chance.happens(NEVER_EASY) }] }),
      ...(chance.happens(0.2) && { items: { gain: [slots.thing.replace(/^an? |^the /, '').slice(0, 80)] } }),
      ...(chance.happens(0.4) && {
        world: {
          values: { [slots.place.slice(0, 80)]: chance.pick(['known', 'quiet', 'open']) },
          minutes: chance.whole(5, 40),
          begin: chance.happens(0.3) ? [`talk of ${slots.name}`] : [],
        },
      }),
    },
    attributeChanges: text.attributes,
    relationshipChanges: { [cast.companion.characterId]: chance.between(-0.05, 0.15) },
    insights: chance.happens(0.35) ? [chance.pick(cast.concern.insights)] : [],
  };
  return isFollowed(sitting) ? [now, { delayed: laterOf(sitting, slots) }] : [now];
};

/** What is still to come is what this scenario shows. */
const isFollowed = ({ stage: { draft, cast }, plan }: Sitting): boolean =>
  (cast.scenario.leavesDue && plan.status === 'active') || draft.chance.happens(0.25);

const laterOf = (
  { stage: { draft } }: Sitting,
  slots: Slots,
): NonNullable<Consequences[number]['delayed']> => {
  const title = filled(draft.chance.pick(laterTitles), slots);
  return {
    afterMinutes: draft.chance.pick([10, 240, 24 * 60, 5 * 24 * 60]),
    energy: draft.chance.between(0, 0.2),
    events: [
      {
        ...{ eventType: 'visit', title },
        description: filled('{companion} comes by at {place}, without a reason.', slots),
        impact: '',
        significance: 0.4,
      },
    ],
    memories: [{ content: `${title}.`, emotionalWeight: draft.chance.between(0, 0.6), tags: ['later'] }],
  };
};
