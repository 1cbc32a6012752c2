import { Conversation, Message, Player, Session, type StoryGraph, storyGraph } from '@graphkeep/models/story';
import { defineJob, type JobRun, type Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { lockConversations } from '../../conversation/lock-conversations.ts';
import { conversationTail } from '../../conversation/tail.ts';
import { type OwnedDefinition, ownedDefinitions } from '../owned-definitions.ts';
import { filterOn, untyped } from '../untyped.ts';

export const retentionInput = z.strictObject({
  /** Days for which nodes of a label are kept at most; a player's own setting may be shorter. */
  byType: z.record(z.string(), z.int().min(1)).default({}),
});

export interface RetentionReport {
  readonly players: number;
  /** What is gone, by type. */
  readonly counts: Readonly<Record<string, number>>;
}

const DAY_MS = 86_400_000;
const BATCH = 500;
/** What a player is and can; it goes with the player. All else, new types too, goes by its age. */
const KEPT = new Set([
  'Player',
  'Character',
  'WorldState',
  'TherapeuticGoal',
  'CopingStrategy',
  'ProgressMarker',
  'Skill',
]);

/** Removes what was not changed for longer than its player wants it kept. */
export const retentionJob = defineJob({
  name: 'story.retention',
  input: retentionInput,
  every: { ms: DAY_MS },
  run: async (
    system: Scoped<StoryGraph>,
    { input: { byType }, signal, progress }: JobRun<z.output<typeof retentionInput>>,
  ): Promise<RetentionReport> => {
    const counts: Record<string, number> = {};
    let players = 0;
    const all = system.repo(Player).stream({ select: { playerId: true, privacySettings: true }, signal });
    for await (const { playerId, privacySettings } of all) {
      const before = (label: string): Date => {
        const days = Math.min(privacySettings.retentionDays, byType[label] ?? Number.POSITIVE_INFINITY);
        return new Date(system.now().getTime() - days * DAY_MS);
      };
      for (const [label, count] of await forgetOld(system, playerId, before, signal))
        counts[label] = (counts[label] ?? 0) + count;
      progress(++players);
    }
    return { players, counts };
  },
});

/** Sessions go first: what of the others is still needed is what the sessions that stay need. */
const forgetOld = async (
  system: Scoped<StoryGraph>,
  playerId: string,
  before: (label: string) => Date,
  signal: AbortSignal,
): Promise<readonly (readonly [label: string, count: number])[]> => {
  const counts: [string, number][] = [];
  const isKept = ({ definition }: OwnedDefinition) =>
    KEPT.has(definition.label) || definition.label === Session.label;
  const definitions = ownedDefinitions(storyGraph);
  const ordered = [
    ...definitions.filter(({ definition }) => definition.label === Session.label),
    ...definitions.filter((one) => !isKept(one)),
  ];
  let scenes: readonly string[] = [];
  for (const one of ordered) {
    const { label } = one.definition;
    const removed = await removeOld(system, one, playerId, before(label), scenes, signal);
    if (removed > 0) counts.push([label, removed]);
    if (label === Session.label) scenes = await currentScenes(system, playerId);
    if (label === Message.label && removed > 0) await countAgain(system, playerId);
  }
  return counts;
};

const removeOld = async (
  system: Scoped<StoryGraph>,
  { definition, owner }: OwnedDefinition,
  playerId: string,
  before: Date,
  scenes: readonly string[],
  signal: AbortSignal,
): Promise<number> => {
  const isSceneOrChoice = ['Scene', 'Choice'].includes(definition.label);
  const where = filterOn({
    [owner]: playerId,
    updatedAt: { lt: before },
    ...(isSceneOrChoice && scenes.length > 0 && { sceneId: { notIn: scenes } }),
  });
  for (let all = 0; ; ) {
    signal.throwIfAborted();
    const { removed } = await untyped(system).repo(definition).removeMany(where, { limit: BATCH });
    all += removed;
    if (removed < BATCH) return all;
  }
};

const OPEN = ['active', 'paused'] as const;

const currentScenes = async (system: Scoped<StoryGraph>, playerId: string): Promise<readonly string[]> => {
  const { items } = await system.repo(Session).find({
    where: { playerId, status: { in: OPEN }, currentSceneId: { ne: null } },
    select: { currentSceneId: true },
  });
  return items.flatMap(({ currentSceneId }) => currentSceneId ?? []);
};

/** A conversation knows how many of its messages are left, and shares no more of them. */
const countAgain = async (system: Scoped<StoryGraph>, playerId: string): Promise<void> => {
  const conversations = system
    .repo(Conversation)
    .stream({ where: { playerId }, select: { conversationId: true } });
  for await (const { conversationId: sessionId } of conversations) {
    await system.transaction(async ({ repo }) => {
      await lockConversations({ repo }, [{ sessionId, playerId }]);
      const live = await repo(Message).count({ where: { sessionId } });
      const oldest = await repo(Message).first({ where: { sessionId }, orderBy: { at: 'asc' } });
      await repo(Conversation).patch({ conversationId: sessionId }, { live, oldestAt: oldest?.at ?? null });
    });
    // What is shared of the newest may hold what was just removed; it is made again by the next read.
    await system.service(conversationTail).clear(sessionId);
  }
};
