import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../../statistics.ts';
import { type Action, actions } from './actions.ts';
import { type Actor, makeActor } from './actor.ts';
import { percentileBetween, readHistograms } from './histogram.ts';
import type { StoryServer } from './server.ts';

export const CALLERS = 32;
/** Between two calls of one caller: half to one and a half of it, by chance. */
export const THINK_MS = 500;

export interface Times {
  /** Played before anything is counted: a Neo4j plans its statements and Node compiles. */
  readonly warmSeconds: number;
  readonly seconds: number;
}

export interface Latencies {
  /** The 95th percentiles by the names of the actions, in milliseconds. */
  readonly client: ReadonlyMap<string, number>;
  readonly server: ReadonlyMap<string, number>;
}

/** Players who all do the same mix of things at the same time, each with time to think between. */
export const runMix = async (server: StoryServer, { warmSeconds, seconds }: Times): Promise<Latencies> => {
  const actors: Actor[] = [];
  while (actors.length < CALLERS) actors.push(await makeActor(server));
  const taken = new Map(actions.map(({ name }) => [name, [] as number[]]));
  const [measuring, over] = [new AbortController(), new AbortController()];

  const play = async (actor: Actor): Promise<void> => {
    await delay(Math.random() * THINK_MS);
    while (!over.signal.aborted) {
      const { name, make } = drawn();
      const call = await make(actor);
      const began = performance.now();
      await call();
      if (measuring.signal.aborted) taken.get(name)?.push(performance.now() - began);
      await delay(THINK_MS * (0.5 + Math.random()));
    }
  };
  const players = Promise.all(actors.map(play));
  const passing = (ms: number) => Promise.race([delay(ms), players]);
  await passing(warmSeconds * 1_000);
  const before = await readHistograms(server.url, server.apiKey);
  measuring.abort();
  await passing(seconds * 1_000);
  const after = await readHistograms(server.url, server.apiKey);
  over.abort();
  await players;
  return {
    client: new Map([...taken].map(([name, times]) => [name, percentile(times, 95)])),
    server: new Map(
      actions.map(({ name, procedure }) => [name, percentileBetween(before, after, procedure)]),
    ),
  };
};

const total = actions.reduce((sum, { share }) => sum + share, 0);

const drawn = (): Action => {
  let place = Math.random() * total;
  for (const action of actions) {
    place -= action.share;
    if (place < 0) return action;
  }
  throw new RangeError('The shares of the actions are not above 0.');
};
