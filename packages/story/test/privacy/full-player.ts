import { newId } from '@graphkeep/contract';
import {
  Character,
  Choice,
  Consequence,
  Conversation,
  CopingStrategy,
  EmotionalState,
  Intervention,
  Location,
  Memory,
  Message,
  MessageArchive,
  messageArchiveId,
  NarrativeEvent,
  Player,
  ProgressMarker,
  Scene,
  Session,
  Skill,
  type StoryGraph,
  TherapeuticGoal,
  TimelineEvent,
  World,
  WorldState,
  worldStateId,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { packMessages } from '../../src/conversation/chunk.ts';

/** A player who has one of everything that a player can have, with the marker in every text. */
export const fullPlayer = async ({ repo }: Scoped<StoryGraph>, marker: string) => {
  const at = new Date('2026-03-14T15:09:26.535Z');
  const { worldId } = await repo(World).create({ name: 'A shared world' });
  const { locationId } = await repo(Location).create({
    name: 'A shared place',
    locationType: 'inn',
    worldId,
    world: { connect: { worldId } },
  });
  const { playerId } = await repo(Player).create({
    username: `u${marker}`,
    email: `${marker.toLowerCase()}@example.org`,
    therapeuticPreferences: { crisisContact: { name: marker } },
  });
  const { characterId } = await repo(Character).create({
    playerId,
    name: marker,
    background: { backstory: marker },
    player: { connect: { playerId, $link: { since: at } } },
    locatedAt: { connect: { locationId, $link: { since: at } } },
  });
  const other = await repo(Character).create({ playerId, name: `${marker} II` });
  await repo(Character).relate(
    { characterId },
    'knows',
    { characterId: other.characterId },
    {
      strength: 0.5,
      kind: marker,
      updatedAt: at,
    },
  );
  const { sessionId } = await repo(Session).create({
    playerId,
    characterId,
    worldId,
    variables: { marker },
    player: { connect: { playerId } },
    character: { connect: { characterId } },
    world: { connect: { worldId } },
  });
  const { sceneId } = await repo(Scene).create({
    playerId,
    sessionId,
    title: marker,
    sceneType: 'introduction',
    session: { connect: { sessionId, $link: { order: 0 } } },
  });
  const { choiceId } = await repo(Choice).create({
    playerId,
    sceneId,
    text: marker,
    choiceType: 'narrative',
    chosenAt: at,
    scene: { connect: { sceneId } },
  });
  await repo(Consequence).create({
    playerId,
    choiceId,
    sessionId,
    insights: [marker],
    choice: { connect: { choiceId } },
  });
  await repo(NarrativeEvent).create({
    playerId,
    sessionId,
    eventType: 'meeting',
    title: marker,
    occurredAt: at,
    session: { connect: { sessionId } },
  });
  await repo(WorldState).create({
    worldStateId: worldStateId(playerId, worldId),
    playerId,
    worldId,
    values: { marker },
  });
  await repo(TimelineEvent).create({ playerId, worldId, at, kind: 'rain', title: marker });
  await repo(Memory).create({
    playerId,
    characterId,
    content: marker,
    occurredAt: at,
    embedding: Array.from({ length: 384 }, (_, index) => index / 384),
    character: { connect: { characterId } },
  });
  await repo(EmotionalState).create({
    playerId,
    sessionId,
    state: 'anxious',
    intensity: 0.7,
    triggers: [marker],
    recordedAt: at,
    session: { connect: { sessionId } },
  });
  const { goalId } = await repo(TherapeuticGoal).create({
    playerId,
    description: marker,
    progress: 40,
    player: { connect: { playerId } },
  });
  await repo(Intervention).create({
    playerId,
    sessionId,
    interventionType: 'breathing',
    content: marker,
    effectiveness: 0.8,
    completedAt: at,
    session: { connect: { sessionId } },
    goals: { connect: { goalId } },
  });
  await repo(CopingStrategy).create({
    playerId,
    name: marker,
    category: 'calm',
    timesUsed: 3,
    player: { connect: { playerId } },
  });
  await repo(ProgressMarker).create({
    playerId,
    type: 'insight',
    title: marker,
    value: 0.6,
    achievedAt: at,
    player: { connect: { playerId } },
  });
  await repo(Skill).create({
    playerId,
    category: 'calm',
    name: marker,
    level: 2,
    player: { connect: { playerId } },
  });
  const messageId = newId('msg');
  await repo(Message).create({ messageId, playerId, sessionId, role: 'player', text: marker, at });
  const archived = {
    messageId: newId('msg'),
    playerId,
    sessionId,
    role: 'player',
    text: marker,
    meta: {},
  } as const;
  const archivedAt = new Date(at.getTime() - 1_000);
  await repo(MessageArchive).create({
    archiveId: messageArchiveId(sessionId, 1),
    playerId,
    sessionId,
    firstAt: archivedAt,
    lastAt: archivedAt,
    messageIds: [archived.messageId],
    data: await packMessages([{ ...archived, at: archivedAt }]),
  });
  await repo(Conversation).create({
    conversationId: sessionId,
    playerId,
    live: 1,
    archived: 1,
    archives: 1,
    firstAt: archivedAt,
    lastAt: at,
    oldestAt: at,
  });
  return { playerId, characterId, sessionId, sceneId, goalId, worldId, locationId, messageId };
};
