import type { EntityOf } from '@graphkeep/models';
import {
  Character,
  CopingStrategy,
  Location,
  Memory,
  Player,
  Skill,
  TherapeuticGoal,
} from '@graphkeep/models/story';
import { goalAt } from '../progress/goal-rules.ts';
import { type Concern, concerns } from './content/concerns.ts';
import { strategies } from './content/dialogue.ts';
import * as people from './content/people.ts';
import type { WorldOf } from './demo-worlds.ts';
import { DAY_MS, type Draft, minutesAfter } from './draft.ts';
import { markGoal } from './markers.ts';
import { type Scenario, scenarios } from './scenarios.ts';

/** Who plays, as whom, with whom, and what for. */
export interface Cast {
  readonly scenario: Scenario;
  readonly concern: Concern;
  readonly player: EntityOf<typeof Player>;
  readonly character: EntityOf<typeof Character>;
  readonly companion: EntityOf<typeof Character>;
  /** How the character feels about the companion. */
  readonly knows: Acquaintance;
  readonly goals: readonly EntityOf<typeof TherapeuticGoal>[];
  readonly skills: readonly EntityOf<typeof Skill>[];
  readonly strategies: readonly EntityOf<typeof CopingStrategy>[];
}

interface Acquaintance extends Record<string, unknown> {
  strength: number;
  kind: string;
  updatedAt: Date;
}

const at = <const T>(values: readonly [T, ...T[]], index: number): T =>
  values[index % values.length] ?? values[0];

export const makeCast = (draft: Draft, world: WorldOf): Cast => {
  const { chance, index, until } = draft;
  const scenario = at(scenarios, index);
  const concern = at(concerns, index + Math.floor(index / scenarios.length));
  const begun = new Date(until.getTime() - scenario.days * DAY_MS - chance.whole(0, 600) * 60_000);
  const player = makePlayer(draft, scenario, concern, begun);
  const [name, companionName, formerName] = chance.some(people.firstNames, 3);
  const character = makeCharacter(draft, concern, begun, {
    name: name ?? 'Ada',
    role: chance.pick(people.roles),
    companionName: companionName ?? 'Emil',
  });
  const companion = makeCharacter(draft, concern, minutesAfter(begun, 2), {
    name: companionName ?? 'Emil',
    role: chance.pick(people.companionRoles),
    companionName: character.name,
  });
  if (chance.happens(0.4) || scenario.name === 'gone') {
    const former = makeCharacter(draft, concern, minutesAfter(begun, 3), {
      name: `${formerName ?? 'Wren'} the first`,
      role: 'a first try',
      companionName: companion.name,
    });
    draft.change(former, { isActive: false }, minutesAfter(begun, 30));
  }
  const knows = meet(draft, character, companion);
  settle(draft, character, world, minutesAfter(begun, 4));
  remember(draft, concern, character);
  return {
    ...{ scenario, concern, player, character, companion, knows },
    goals: makeGoals(draft, concern, scenario, minutesAfter(begun, 10)),
    skills: makeSkills(draft, concern, minutesAfter(begun, 12)),
    strategies: makeStrategies(draft, minutesAfter(begun, 15)),
  };
};

const makePlayer = (draft: Draft, scenario: Scenario, concern: Concern, begun: Date) => {
  const { chance, playerId, index, seed } = draft;
  const [first, second] = people.usernameWords;
  // Of all players with the same two words the number tells them apart.
  const username = `${chance.pick(first)}-${chance.pick(second)}-${seed}-${index + 1}`;
  const said = (names: readonly string[], days: number) =>
    Object.fromEntries(names.map((one) => [one, new Date(begun.getTime() + days * 3_600_000).toISOString()]));
  const is = (name: string, usually: boolean): boolean =>
    scenario.given.includes(name) || (usually && !scenario.withdrawn.includes(name));
  return draft.add(
    Player,
    {
      playerId,
      username,
      email: `${username}@example.org`,
      isActive: scenario.isActive,
      therapeuticPreferences: {
        intensity: at(['low', 'medium', 'high'], index),
        preferredApproaches: [...concern.approaches],
        triggerWarnings: chance.some(people.warnings, chance.whole(0, 2)),
        comfortTopics: chance.some(people.comfortTopics, 2),
        avoidTopics: chance.some(people.warnings, 1),
        sessionMinutes: at([20, 30, 45, 60], index),
        reminderFrequency: at(['never', 'daily', 'weekly', 'monthly'], index),
        ...(index % 3 === 0 && {
          crisisContact: {
            name: `${chance.pick(people.firstNames)} ${at(['Berg', 'Costa', 'Okafor', 'Lind'], index)}`,
            phone: `+1 555 01${String(chance.whole(0, 99)).padStart(2, '0')}`,
            relationship: chance.pick(people.contactRelationships),
          },
        }),
      },
      privacySettings: {
        dataCollection: is('dataCollection', true),
        research: is('research', false),
        progressSharing: is('progressSharing', false),
        anonymousAnalytics: is('anonymousAnalytics', false),
        sessionRecording: is('sessionRecording', false),
        thirdPartySharing: is('thirdPartySharing', false),
        retentionDays: scenario.retentionDays,
        consents: said(scenario.given, 0),
        withdrawn: said(scenario.withdrawn, 50),
      },
    },
    begun,
  );
};

interface Named {
  readonly name: string;
  readonly role: string;
  readonly companionName: string;
}

const makeCharacter = (draft: Draft, concern: Concern, made: Date, { name, role, companionName }: Named) => {
  const { chance, playerId } = draft;
  const character = draft.add(
    Character,
    {
      characterId: draft.id('chr', made),
      ...{ playerId, name, role },
      appearance: { hair: chance.pick(people.looks.hair), wears: chance.pick(people.looks.wears) },
      background: {
        backstory: chance.pick(people.backstories).replaceAll('{name}', name),
        traits: chance.some(people.traits, 3),
        values: chance.some(people.values, 2),
        fears: [...concern.fears],
        strengths: chance.some(people.strengths, 2),
        lifeGoals: chance.some(people.lifeGoals, 1),
        relationships: { [companionName]: chance.pick(people.companionKinds) },
      },
      therapeuticProfile: {
        concerns: [concern.name],
        goals: concern.goals.map(({ description }) => description.slice(0, 80)),
        readiness: chance.between(0.3, 0.9),
        approaches: [...concern.approaches],
      },
      attributes: {
        courage: chance.between(0, 1.5),
        empathy: chance.between(0.5, 2),
        wisdom: chance.between(0, 1),
      },
      energy: chance.between(0.5, 1),
      stress: chance.between(0.2, 0.8),
      inventory: ['notebook'],
    },
    made,
  );
  draft.link([Player, playerId], 'characters', [Character, character.characterId], { since: made });
  return character;
};

const meet = (
  draft: Draft,
  one: EntityOf<typeof Character>,
  other: EntityOf<typeof Character>,
): Acquaintance => {
  const says = (strength: number): Acquaintance => ({
    strength,
    kind: draft.chance.pick(people.companionKinds),
    updatedAt: other.createdAt,
  });
  const ends = [
    [Character, one.characterId],
    [Character, other.characterId],
  ] as const;
  const knows = says(draft.chance.between(0.1, 0.6));
  draft.link(ends[0], 'knows', ends[1], knows);
  draft.link(ends[1], 'knows', ends[0], says(draft.chance.between(0.2, 0.8)));
  return knows;
};

const settle = (draft: Draft, character: EntityOf<typeof Character>, world: WorldOf, since: Date): void => {
  const { locationId } = draft.chance.pick(world.places);
  draft.change(character, { currentLocationId: locationId }, since);
  draft.link([Character, character.characterId], 'locatedAt', [Location, locationId], { since });
};

const remember = (draft: Draft, { memories }: Concern, character: EntityOf<typeof Character>): void => {
  const { chance, playerId } = draft;
  const { characterId, createdAt } = character;
  for (const content of memories) {
    const { memoryId } = draft.add(
      Memory,
      {
        memoryId: draft.id('mem', createdAt),
        ...{ playerId, characterId, content },
        emotionalWeight: chance.between(-0.8, 0.9),
        occurredAt: new Date(createdAt.getTime() - chance.whole(300, 6_000) * DAY_MS),
        tags: ['childhood'],
      },
      createdAt,
    );
    draft.link([Character, characterId], 'memories', [Memory, memoryId]);
  }
};

const makeGoals = (draft: Draft, concern: Concern, scenario: Scenario, made: Date) =>
  concern.goals.map(({ description, milestones }, number) => {
    const { chance, playerId } = draft;
    const goal = draft.add(
      TherapeuticGoal,
      {
        goalId: draft.id('goa', made),
        ...{ playerId, description },
        approaches: [...concern.approaches],
        milestones: milestones.map((title) => ({ title })),
        ...(chance.happens(0.6) && { targetDate: new Date(made.getTime() + 90 * DAY_MS) }),
      },
      made,
    );
    draft.link([Player, playerId], 'goals', [TherapeuticGoal, goal.goalId]);
    if (number === 0) return goal;
    const later = minutesAfter(made, chance.whole(60, 20 * 60));
    if (scenario.secondGoal === 'achieved') markGoal(draft, goal, goalAt(goal, 100, later), later);
    else if (scenario.secondGoal !== 'active')
      draft.change(goal, { status: scenario.secondGoal, progress: chance.whole(5, 30) }, later);
    return goal;
  });

const makeSkills = (draft: Draft, { skills }: Concern, made: Date) =>
  skills.map(([category, name]) => {
    const { playerId } = draft;
    const skill = draft.add(
      Skill,
      {
        skillId: draft.id('skl', made),
        ...{ playerId, category, name },
        targetLevel: draft.chance.whole(1, 3),
      },
      made,
    );
    draft.link([Player, playerId], 'skills', [Skill, skill.skillId]);
    return skill;
  });

const makeStrategies = (draft: Draft, made: Date) =>
  draft.chance.some(strategies, draft.chance.whole(2, 4)).map(([name, category], number) => {
    const { playerId, chance } = draft;
    const strategy = draft.add(
      CopingStrategy,
      {
        strategyId: draft.id('stg', made),
        ...{ playerId, name, category },
        // One that was only noted down has helped nobody yet.
        ...(number > 0 && { effectiveness: chance.between(0.3, 0.95), timesUsed: chance.whole(1, 12) }),
      },
      made,
    );
    draft.link([Player, playerId], 'strategies', [CopingStrategy, strategy.strategyId]);
    return strategy;
  });
