import { setTimeout as delay } from 'node:timers/promises';
import { drawn } from './mix.ts';
import type { Player } from './player.ts';
import type { Tally } from './tally.ts';

/** Between two calls of one player, on average: half to one and a half of it, by chance. */
export const THINK_MS = 5_000;

/** Each player waits for the answer, thinks, and goes on, until they are told to stop. */
export const playClosed = async (
  players: readonly Player[],
  tally: () => Tally,
  over: AbortSignal,
): Promise<void> => {
  const think = (ms: number) => delay(ms, undefined, { signal: over }).catch(() => {});
  await Promise.all(
    players.map(async (player) => {
      await think(Math.random() * THINK_MS);
      while (!over.aborted) {
        const { name, run } = drawn();
        await tally().count(name, performance.now(), () => run(player));
        await think(THINK_MS * (0.5 + Math.random()));
      }
    }),
  );
};
