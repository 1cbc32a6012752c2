import { newId } from '@graphkeep/contract';
import type { EntityOf } from '@graphkeep/models';
import {
  type Session,
  type StoryGraph,
  TimelineEvent,
  WorldState,
  worldStateId,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { asSeen } from '../as-seen.ts';
import type { MergedWorld } from './merge-effects.ts';
import { merged } from './rules.ts';

const MAX_ACTIVE = 50;

interface Cause {
  readonly session: EntityOf<typeof Session>;
  /** What is to be said of it where the effect says nothing itself. */
  readonly title: string;
  readonly kind: string;
  readonly at: Date;
}

/** Changes the player's own state of a world, and tells its history. */
export const applyToWorld = async (
  platform: Pick<Scoped<StoryGraph>, 'repo'>,
  { session: { playerId, worldId }, title, kind, at }: Cause,
  world: MergedWorld,
): Promise<EntityOf<typeof WorldState>> => {
  const key = { worldStateId: worldStateId(playerId, worldId) };
  const states = platform.repo(WorldState);
  const before = (await states.first({ where: key })) ?? (await states.upsert({ ...key, playerId, worldId }));
  const ended = new Set(world.end);
  const active = before.activeEvents.filter((name) => !ended.has(name));
  const after = await asSeen(
    states.patch(
      key,
      {
        values: merged(before.values, world.values),
        activeEvents: [...new Set([...active, ...world.begin])].slice(-MAX_ACTIVE),
        clock: before.clock + world.minutes,
      },
      { version: before.version },
    ),
  );
  const { values, minutes, begin, end } = world;
  await platform.repo(TimelineEvent).create({
    eventId: newId('tle'),
    playerId,
    worldId,
    at,
    kind: world.kind ?? kind,
    title: world.title ?? title,
    effects: { values, minutes, begin: [...begin], end: [...end] },
  });
  return after;
};
