import { defineSuite, type ValueBench } from '../define-suite.ts';
import { atLeast, atMost } from '../goal.ts';
import { actions } from './story/actions.ts';
import { messagesPerSecond, WRITERS } from './story/append.ts';
import { CALLERS, type Latencies, runMix, THINK_MS } from './story/mix.ts';
import { type Engine, storesOf } from './story/own-stores.ts';
import { startStoryServer } from './story/server.ts';

const FULL = { warmSeconds: 30, seconds: 30 };
const QUICK = { warmSeconds: 5, seconds: 10 };

type Runs = (engine: Engine) => Promise<Latencies>;

const benchesOf = (engine: Engine): readonly ValueBench<Runs>[] =>
  actions.flatMap(({ name, share, goalMs }) =>
    (['client', 'server'] as const).map((side) => ({
      id: `story.${name}.${engine}.${side}`,
      subject: `p95, ${share} % of the calls, ${CALLERS} callers, ${THINK_MS} ms to think`,
      unit: 'ms',
      rounds: 1,
      goal: atMost(goalMs),
      measure: async (run: Runs) => (await run(engine))[side].get(name) ?? Number.NaN,
    })),
  );

const appendOf = (engine: Engine): ValueBench<Runs> => ({
  id: `story.append.${engine}`,
  subject: `${WRITERS} callers in the process, a message each`,
  unit: 'messages/s',
  rounds: 3,
  goal: atLeast(5_000),
  measure: (_, { quick }) => messagesPerSecond(engine, quick ? 3 : 10),
});

/** Players over HTTP, in one mix: what they wait for, by their own clock and by the server's. */
export const story = defineSuite<Runs>({
  name: 'story',
  setup: ({ stack, quick }) => {
    const runs = new Map<Engine, Promise<Latencies>>();
    const begin = async (engine: Engine) => {
      await using own = new AsyncDisposableStack();
      const server = await startStoryServer(own, await storesOf(engine, own));
      return await runMix(server, quick ? QUICK : FULL);
    };
    stack.defer(() => Promise.allSettled(runs.values()).then(() => {}));
    return (engine) => {
      const run = runs.get(engine) ?? begin(engine);
      runs.set(engine, run);
      return run;
    };
  },
  benches: [...benchesOf('embedded'), ...benchesOf('neo4j'), appendOf('embedded'), appendOf('neo4j')],
});
