import { limits } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import type { EntityOf } from '@graphkeep/models';
import { type Character, Choice, type Session, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { gatherFacts } from './gather-facts.ts';
import { unmet } from './prerequisites.ts';

type Repos = Pick<Scoped<StoryGraph>, 'repo'>;
interface Situation {
  readonly session: EntityOf<typeof Session>;
  readonly character: EntityOf<typeof Character>;
}

/** A choice of the session's current scene that can be made now, with what it leads to; an error that says why it cannot. */
export const openChoice = async (platform: Repos, situation: Situation, choiceId: string) => {
  const { currentSceneId } = situation.session;
  const offered = currentSceneId === undefined ? [] : await offeredIn(platform, currentSceneId);
  const choice = offered.find((one) => one.choiceId === choiceId);
  const made = offered.find(({ chosenAt }) => chosenAt !== undefined);
  if (!choice) throw await whyNotThere(platform, situation.session, choiceId);
  if (made) throw madeAlready(made);
  if (!choice.isAvailable) throw refused(`The choice ${choiceId} is not available.`);
  const facts = await gatherFacts(platform, situation, choice.prerequisites);
  const missing = unmet(choice.prerequisites, facts);
  if (missing !== undefined) throw refused(`The choice ${choiceId} asks for ${missing}, which is not met.`);
  return choice;
};

/** All of a scene at once: one statement less than the choice with its scene, and that one's choices. */
const offeredIn = async (platform: Repos, sceneId: string) =>
  (
    await platform.repo(Choice).find({
      where: { sceneId },
      include: { consequences: { limit: limits.maxIncludeSize }, opens: true },
      limit: limits.maxPageSize,
    })
  ).items;

const whyNotThere = async (
  platform: Repos,
  { sessionId }: EntityOf<typeof Session>,
  choiceId: string,
): Promise<GraphkeepError> => {
  const { scene } = await platform.repo(Choice).get({
    choiceId,
    select: { choiceId: true },
    include: {
      scene: {
        select: { sessionId: true },
        include: {
          choices: { where: { chosenAt: { ne: null } }, select: { choiceId: true, sceneId: true } },
        },
      },
    },
  });
  if (scene?.sessionId !== sessionId)
    return new GraphkeepError('invalid_input', `${choiceId} is no choice of session ${sessionId}.`, {
      field: 'choiceId',
    });
  const [made] = scene.choices;
  return made
    ? madeAlready(made)
    : refused(`The session is not in the scene of ${choiceId}: choose in its current scene.`);
};

const madeAlready = ({ choiceId, sceneId }: Pick<EntityOf<typeof Choice>, 'choiceId' | 'sceneId'>) =>
  refused(
    `In scene ${sceneId} the choice ${choiceId} was made already. The same call is answered again under its own idempotency key.`,
  );

const refused = (message: string) => new GraphkeepError('wrong_state', message, { field: 'choiceId' });
