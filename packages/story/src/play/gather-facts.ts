import type { EntityOf } from '@graphkeep/models';
import {
  Character,
  Choice,
  type Session,
  Skill,
  type StoryGraph,
  WorldState,
  worldStateId,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { type Facts, factName, type Requirement, requirementOf } from './prerequisites.ts';

interface Situation {
  readonly session: EntityOf<typeof Session>;
  readonly character: EntityOf<typeof Character>;
}

/** Reads what the prerequisites ask for, and nothing else: most choices have none. */
export const gatherFacts = async (
  platform: Pick<Scoped<StoryGraph>, 'repo'>,
  { session, character }: Situation,
  prerequisites: readonly string[],
): Promise<Facts> => {
  const requirements = prerequisites.flatMap((text) => requirementOf(text) ?? []);
  const named = (kind: Requirement['kind']) =>
    requirements.filter((one) => one.kind === kind).map(({ name }) => name);
  const { playerId, worldId, variables } = session;
  const { characterId } = character;
  const numbers = new Map<string, number>();
  const present = new Set<string>();

  for (const kind of ['level', 'energy', 'stress'] as const)
    numbers.set(factName({ kind, name: kind }), character[kind]);
  for (const [name, value] of Object.entries(character.attributes))
    numbers.set(factName({ kind: 'attribute', name }), value);
  for (const name of character.inventory) present.add(factName({ kind: 'item', name }));
  for (const [name, value] of Object.entries(variables))
    if (value !== false) present.add(factName({ kind: 'variable', name }));

  const skills = named('skill');
  if (skills.length > 0) {
    const { items } = await platform.repo(Skill).find({ where: { playerId, name: { in: skills } } });
    for (const { name, level } of items)
      numbers.set(factName({ kind: 'skill', name }), Math.max(level, numbers.get(`skill:${name}`) ?? 0));
  }
  const known = named('knows');
  if (known.length > 0) {
    const { knows } = await platform.repo(Character).get({
      characterId,
      select: { characterId: true },
      include: { knows: { where: { characterId: { in: known } }, select: { characterId: true } } },
    });
    for (const { characterId: name, $link } of knows)
      numbers.set(factName({ kind: 'knows', name }), $link.strength);
  }
  const chosen = named('choice');
  if (chosen.length > 0) {
    const where = { playerId, choiceId: { in: chosen }, chosenAt: { ne: null } };
    const { items } = await platform.repo(Choice).find({ where, select: { choiceId: true } });
    for (const { choiceId: name } of items) present.add(factName({ kind: 'choice', name }));
  }
  if (named('world').length > 0) {
    const where = { worldStateId: worldStateId(playerId, worldId) };
    const state = await platform.repo(WorldState).first({ where });
    for (const [name, value] of Object.entries(state?.values ?? {}))
      if (value !== false) present.add(factName({ kind: 'world', name }));
    for (const name of state?.activeEvents ?? []) present.add(factName({ kind: 'world', name }));
  }
  return { numbers, present };
};
