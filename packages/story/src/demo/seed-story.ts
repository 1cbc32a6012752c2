import { GraphkeepError } from '@graphkeep/core';
import { Location, Player, type StoryGraph, World } from '@graphkeep/models/story';
import { erasuresOf, type Scoped } from '@graphkeep/platform';
import { placeRows, type WorldOf, ways, worldRow, worldsOf } from './demo-worlds.ts';
import { playerIdOf } from './draft.ts';
import { makePlayer } from './make-player.ts';

export interface SeedOptions {
  /** @default 50 */
  readonly players?: number;
  /** The same number makes the same players, with the same ids. @default 1 */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Told after each player. */
  readonly onProgress?: (progress: SeedProgress) => void;
}
export interface SeedProgress {
  /** Players that are looked at, and all that are asked for. */
  readonly done: number;
  readonly total: number;
}

export interface SeedReport {
  /** Players that were made. */
  readonly made: number;
  /** Players that were there already: they stay as they are, whatever became of them. */
  readonly there: number;
  /** Players of the seed that were erased: they are not made again. */
  readonly erased: number;
  /** What was made, by its label. */
  readonly nodes: Readonly<Record<string, number>>;
  readonly links: number;
}

/** Above it a number of a demo would be no demo. */
const MAX_PLAYERS = 100_000;
const LOOK_AHEAD = 200;

/**
 * Makes players who have played for weeks, by the rules of the game. Each one is there whole or not at all, so that a run
 * that was broken off goes on where it was, and one that is repeated adds nothing.
 *
 * @example await seedStory(platform.asSystem('demo data'), { players: 50, seed: 1 });
 */
export const seedStory = async (
  platform: Scoped<StoryGraph>,
  { players = 50, seed = 1, signal, onProgress = () => {} }: SeedOptions = {},
): Promise<SeedReport> => {
  assertNumber('players', players, 0, MAX_PLAYERS);
  assertNumber('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  const nodes: Record<string, number> = {};
  const count = (more: Readonly<Record<string, number>>): void => {
    for (const [label, number] of Object.entries(more)) nodes[label] = (nodes[label] ?? 0) + number;
  };
  const report = { made: 0, there: 0, erased: 0, nodes, links: 0 };
  const { until, links, ...worlds } = await makeWorlds(platform, seed);
  report.links = links;
  count(worlds.nodes);
  const erasures = erasuresOf(platform);
  for (let begin = 0; begin < players; begin += LOOK_AHEAD) {
    const indexes = Array.from({ length: Math.min(LOOK_AHEAD, players - begin) }, (_, at) => begin + at);
    const there = await thereOf(platform, seed, indexes);
    for (const index of indexes) {
      signal?.throwIfAborted();
      const playerId = playerIdOf(seed, index);
      if (there.has(playerId)) report.there++;
      else if (await erasures.isErased(playerId)) report.erased++;
      else {
        for (const { nodes: made, links } of await makePlayer(platform, { seed, index, until }, signal)) {
          count(made);
          report.links += links;
        }
        report.made++;
      }
      onProgress({ done: index + 1, total: players });
    }
  }
  return report;
};

const thereOf = async (
  platform: Scoped<StoryGraph>,
  seed: number,
  indexes: readonly number[],
): Promise<ReadonlySet<string>> => {
  const found = await platform.repo(Player).getMany(
    indexes.map((index) => ({ playerId: playerIdOf(seed, index) })),
    { select: { playerId: true } },
  );
  return new Set(found.map(({ playerId }) => playerId));
};

/**
 * Makes the worlds that all players share, where they are not there yet, and answers the moment up to which all histories of
 * this seed go: that of the first run.
 */
const makeWorlds = async (platform: Scoped<StoryGraph>, seed: number) => {
  const worlds = worldsOf(seed);
  const [first] = worlds;
  return platform.transaction(async ({ repo }) => {
    const { worldId } = first;
    const known = await repo(World).first({ where: { worldId }, select: { createdAt: true } });
    if (known) return { until: known.createdAt, nodes: {}, links: 0 };
    await repo(World).createMany(worlds.map(worldRow));
    const places = worlds.flatMap((world) =>
      placeRows(world).map((place) => ({ ...place, world: { connect: { worldId: world.worldId } } })),
    );
    await repo(Location).createMany(places);
    const pairs = worlds.flatMap(waysOf);
    await repo(Location).relateMany('connections', pairs);
    const made = await repo(World).get({ worldId, select: { createdAt: true } });
    return {
      until: made.createdAt,
      nodes: { World: worlds.length, Location: places.length },
      links: places.length + pairs.length,
    };
  });
};

const waysOf = (world: WorldOf) =>
  ways(world).map(([from, to]) => ({ from: { locationId: from }, to: { locationId: to } }));

const assertNumber = (name: string, value: number, least: number, most: number): void => {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new GraphkeepError('invalid_input', `${name} must be a whole number from ${least} to ${most}.`, {
    field: name,
  });
};
