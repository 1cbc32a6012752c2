import { drawn } from './mix.ts';
import type { Player } from './player.ts';

/** Calls for players who do nothing else meanwhile, in turn; where all are busy, for one of those. */
export const callsOfIdle = (players: readonly Player[]) => {
  const busy = new Set<Player>();
  let last = -1;
  const someone = (): Player => {
    for (let tried = 1; tried <= players.length; tried += 1) {
      const player = players[(last + tried) % players.length];
      if (!player || (busy.has(player) && tried < players.length)) continue;
      last = (last + tried) % players.length;
      return player;
    }
    throw new RangeError('The load needs a player at least.');
  };
  return () => {
    const { name, run } = drawn();
    const player = someone();
    busy.add(player);
    return { name, run: () => run(player).finally(() => busy.delete(player)) };
  };
};
