import type { EntityOf } from '@graphkeep/models';
import { Character, type Choice, Player, Session, World } from '@graphkeep/models/story';
import type { Emotion } from './content/dialogue.ts';
import type { Slots } from './content/filled.ts';
import type { SceneType } from './content/scenes.ts';
import { DAY_MS, minutesAfter } from './draft.ts';
import { feel, intervene } from './feelings.ts';
import { choose, settleDue } from './make-choice.ts';
import { makeScene } from './make-scene.ts';
import { offerChoices } from './offer-choices.ts';
import { moods } from './scenarios.ts';
import type { Sitting } from './sitting.ts';
import { keepTalk, openTalk, type Talk } from './talk.ts';

/** Minutes between two scenes. */
const PACE = [4, 9] as const;

/** One session from its beginning to where it stands. */
export const playSession = async (sitting: Sitting): Promise<void> => {
  const { stage, plan } = sitting;
  const { draft } = stage;
  const session = makeSession(sitting);
  const talk = openTalk(stage, sitting.voices, session);
  const mood: readonly Emotion[] = moods[plan.mood];
  let at = sitting.begin;
  let openedBy: EntityOf<typeof Choice> | undefined;
  for (const [order, emotion] of mood.entries()) {
    settleDue(sitting, at);
    const isLast = order === mood.length - 1;
    const ends = isLast && plan.status === 'completed';
    const slots = slotsOf(sitting, order);
    const scene = makeScene(sitting, session, {
      order,
      sceneType: typeAt(order, ends, emotion),
      slots,
      at,
      openedBy,
    });
    const { sceneId } = scene;
    let said = talk.exchange({ at, sceneId, emotion, slots }, draft.chance.whole(2, 6));
    if (order === 0) said = talkForDays(sitting, talk, { at: said, sceneId, emotion, slots });
    feel(stage, session, emotion, minutesAfter(said, 0.2));
    const isEasy = emotion === 'calm' || emotion === 'engaged';
    if (draft.chance.happens(isEasy ? 0.3 : 0.9)) intervene(stage, session, minutesAfter(said, 0.4));
    const chosenAt = minutesAfter(said, draft.chance.whole(1, 2));
    const offered = ends ? [] : offerChoices(sitting, session, scene, slots);
    openedBy = isLast ? undefined : choose(sitting, session, scene, offered, chosenAt);
    if (ends) draft.change(scene, { isCompleted: true, completedAt: chosenAt }, chosenAt);
    at = minutesAfter(chosenAt, draft.chance.between(...PACE));
  }
  await keepTalk(stage, session, talk);
  end(sitting, session);
};

const makeSession = ({ stage: { draft, cast }, world, plan, begin, number }: Sitting) => {
  const { playerId } = draft;
  const { characterId } = cast.character;
  const { worldId, text } = world;
  const session = draft.add(
    Session,
    {
      sessionId: draft.id('ses', begin),
      ...{ playerId, characterId, worldId, difficulty: text.difficulty },
      variables: { chapter: number + 1, mood: plan.mood },
      metrics: { device: draft.chance.pick(['phone', 'tablet', 'desktop']) },
      lastInteraction: begin,
      activeSince: begin,
    },
    begin,
  );
  const { sessionId } = session;
  draft.link([Player, playerId], 'sessions', [Session, sessionId]);
  draft.link([Session, sessionId], 'character', [Character, characterId]);
  draft.link([Session, sessionId], 'world', [World, worldId]);
  draft.change(cast.player, { lastLogin: begin }, begin);
  draft.change(cast.character, { sessionCount: cast.character.sessionCount + 1, lastActive: begin }, begin);
  return session;
};

const typeAt = (order: number, ends: boolean, emotion: Emotion): SceneType => {
  if (order === 0) return 'introduction';
  if (ends) return 'resolution';
  if (emotion === 'calm') return 'reflection';
  if (emotion === 'engaged') return 'exploration';
  return order % 2 === 1 ? 'challenge' : 'therapeutic';
};

const slotsOf = ({ stage: { draft, cast }, world }: Sitting, order: number): Slots => ({
  name: cast.character.name,
  companion: cast.companion.name,
  place: (world.places[order % world.places.length] ?? world.places[0]).name,
  thing: draft.chance.pick(world.text.things),
  weather: draft.chance.pick(world.text.weather),
});

const LINES_A_DAY = 20;

/** Who likes to talk comes back to the first scene day after day. Answers when the last line was said. */
const talkForDays = (
  { stage, number }: Sitting,
  talk: Talk,
  moment: Parameters<Talk['exchange']>[0],
): Date => {
  const { talk: lines } = stage.cast.scenario;
  let said = moment.at;
  if (number > 0) return said;
  for (let day = 1; day * LINES_A_DAY <= lines; day++)
    said = talk.exchange(
      {
        ...moment,
        at: new Date(moment.at.getTime() + day * DAY_MS),
        emotion: day % 3 === 0 ? 'anxious' : 'engaged',
      },
      LINES_A_DAY - 1,
    );
  return said;
};

const MINUTES_A_SCENE = 11;

const end = (sitting: Sitting, session: EntityOf<typeof Session>): void => {
  const { stage, plan, begin } = sitting;
  const { draft, cast } = stage;
  const { lastInteraction = begin } = session;
  if (plan.status === 'active') return;
  const at = minutesAfter(lastInteraction, 1);
  const totalMinutes = moods[plan.mood].length * MINUTES_A_SCENE;
  // An abandoned session was closed for the player, later.
  const closedAt = plan.status === 'abandoned' ? minutesAfter(at, 60) : at;
  draft.change(
    session,
    { status: plan.status, activeSince: undefined, totalMinutes, lastInteraction: at },
    closedAt,
  );
  draft.change(
    cast.character,
    { totalSessionMinutes: cast.character.totalSessionMinutes + totalMinutes },
    closedAt,
  );
};
