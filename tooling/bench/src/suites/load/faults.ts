import { setTimeout as delay } from 'node:timers/promises';
import { ownStores } from '../story/own-stores.ts';
import { type StoryServer, startStoryServer } from '../story/server.ts';

/** How long a store stays away after it was killed. */
const AWAY_MS = 3_000;

interface Killed {
  /** By `performance.now()`. */
  readonly from: number;
  /** When it took connections again. */
  readonly to: number;
}

export interface FaultyServer {
  readonly server: StoryServer;
  /** Kills each store once, the first after this long and the other after as much again, and starts it again. */
  readonly killEach: (afterMs: number) => Promise<readonly Killed[]>;
}

/** A server on stores of its own. */
export const startFaultyServer = async (
  stack: AsyncDisposableStack,
  environment: Readonly<Record<string, string>>,
): Promise<FaultyServer> => {
  const { neo4j, redis, addresses } = await ownStores(stack);
  const server = await startStoryServer(stack, { ...environment, ...addresses });
  const kill = async (store: typeof neo4j | typeof redis): Promise<Killed> => {
    const from = performance.now();
    await store.stop('SIGKILL');
    await delay(AWAY_MS);
    await store.start();
    return { from, to: performance.now() };
  };
  return {
    server,
    killEach: async (afterMs) => {
      await delay(afterMs);
      const first = await kill(redis);
      await delay(afterMs);
      return [first, await kill(neo4j)];
    },
  };
};
