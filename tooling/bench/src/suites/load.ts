import { setTimeout as delay } from 'node:timers/promises';
import { defineSuite, type Scope, type ValueBench } from '../define-suite.ts';
import { atLeast, atMost } from '../goal.ts';
import { playClosed, THINK_MS } from './load/closed.ts';
import { startFaultyServer } from './load/faults.ts';
import { watchHeap } from './load/heap.ts';
import { callsOfIdle } from './load/idle.ts';
import { countLost, untilBack } from './load/lost.ts';
import { playOpen } from './load/open.ts';
import { makePlayers } from './load/player.ts';
import { Tally } from './load/tally.ts';
import { type Engine, storesOf } from './story/own-stores.ts';
import { type StoryServer, startStoryServer } from './story/server.ts';

/** The figures of one run, by the last parts of their ids. */
type Figures = Readonly<Record<string, number>>;
type Run = (name: string, run: () => Promise<Figures>) => Promise<Figures>;

/** All players come from one address. */
const ONE_HOST = { GRAPHKEEP_CONNECTIONS_PER_HOST: '20000', GRAPHKEEP_CONNECTIONS_PER_USER: '1000' };
const WARM_MS = 10_000;
const STEP_DEADLINE_MS = 3_600_000;

const sizeOf = ({ settings, quick }: Scope) => ({
  sessions: settings.sessions ?? (quick ? 100 : 1_000),
  seconds: settings.seconds ?? (quick ? 30 : 300),
  rate: settings.rate ?? 200,
});

/** Players who think between their calls, all at the same time. */
const sessions = async (server: StoryServer, scope: Scope): Promise<Figures> => {
  const { sessions, seconds } = sizeOf(scope);
  const players = await makePlayers(server, sessions);
  const over = new AbortController();
  const warm = new Tally();
  let tally = warm;
  const playing = playClosed(players, () => tally, over.signal);
  await delay(WARM_MS);
  tally = new Tally();
  const heap = watchHeap(server);
  await delay(seconds * 1_000);
  over.abort();
  await playing;
  heap.stop();
  const { lost, doubled } = await countLost(players);
  console.error(
    `  ${tally.calls} calls; failed: ${[warm, tally].map((one) => one.summary()).join(' ') || 'none'}`,
  );
  return {
    errors: warm.failures.length + tally.failures.length,
    lost: lost + doubled,
    heap: heap.growthPercent(),
    rate: tally.calls / seconds,
    p95: tally.percentile(95),
    p99: tally.percentile(99),
  };
};

/** Callers who come at their own pace. */
const open = async (server: StoryServer, scope: Scope): Promise<Figures> => {
  const { sessions, seconds, rate } = sizeOf(scope);
  const next = callsOfIdle(await makePlayers(server, Math.min(sessions, 500)));
  await playOpen({ rate, seconds: WARM_MS / 1_000, tally: new Tally(), next });
  const tally = new Tally();
  await playOpen({ rate, seconds, tally, next });
  console.error(`  ${tally.calls} calls; failed: ${tally.summary() || 'none'}`);
  return {
    errors: tally.failures.length,
    p50: tally.percentile(50),
    p95: tally.percentile(95),
    p99: tally.percentile(99),
    'p99.9': tally.percentile(99.9),
  };
};

/** Players go on while both stores are killed, one after the other, and come back. */
const faults = async (stack: AsyncDisposableStack, scope: Scope): Promise<Figures> => {
  const { server, killEach } = await startFaultyServer(stack, ONE_HOST);
  const { sessions, seconds } = sizeOf(scope);
  const players = await makePlayers(server, sessions);
  const over = new AbortController();
  const tally = new Tally();
  const playing = playClosed(players, () => tally, over.signal);
  const ending = delay(seconds * 1_000);
  const killed = await killEach((seconds * 1_000) / 3);
  await ending;
  over.abort();
  await playing;
  await untilBack(server);
  const { lost, doubled } = await countLost(players);
  // What failed is charged to the last store that went before.
  const longest = killed.map(({ from, to }, index) => {
    const until = killed[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    const last = Math.max(
      from,
      ...tally.failures.map(({ at }) => at).filter((at) => at >= from && at < until),
    );
    return (last - to) / 1_000;
  });
  const away = killed.map(({ from, to }) => `${((to - from) / 1_000).toFixed(1)} s`).join(', ');
  console.error(`  ${tally.calls} calls; away: ${away}; failed: ${tally.summary() || 'none'}`);
  console.error(
    `  last failure after a store was back: ${longest.map((one) => `${one.toFixed(1)} s`).join(', ')}`,
  );
  return { answered: tally.answered, after: Math.max(...longest), lost: lost + doubled };
};

const figure = (
  run: string,
  name: string,
  {
    unit,
    goal,
    subject,
    make,
  }: Omit<ValueBench<Run>, 'id' | 'measure' | 'rounds'> & {
    readonly make: (scope: Scope) => Promise<Figures>;
  },
): ValueBench<Run> => ({
  id: `load.${run}.${name}`,
  unit,
  rounds: 1,
  ...(subject !== undefined && { subject }),
  ...(goal && { goal }),
  measure: async (runs, scope) => (await runs(run, () => make(scope)))[name] ?? Number.NaN,
});

const onServer =
  (engine: Engine, play: (server: StoryServer, scope: Scope) => Promise<Figures>) =>
  async (scope: Scope): Promise<Figures> => {
    await using own = new AsyncDisposableStack();
    const stores = await storesOf(engine, own);
    return await play(await startStoryServer(own, { ...ONE_HOST, ...stores }), scope);
  };

const closedOn = (engine: Engine): readonly ValueBench<Run>[] => {
  const run = `sessions.${engine}`;
  const make = onServer(engine, sessions);
  const subject = `closed, ${THINK_MS / 1_000} s to think`;
  return [
    figure(run, 'errors', { unit: 'calls', subject, goal: atMost(0), make }),
    figure(run, 'lost', { unit: 'messages', subject, goal: atMost(0), make }),
    figure(run, 'heap', { unit: '% more', subject, goal: atMost(10), make }),
    figure(run, 'rate', { unit: 'calls/s', subject, make }),
    figure(run, 'p95', { unit: 'ms', subject, make }),
    figure(run, 'p99', { unit: 'ms', subject, make }),
  ];
};

const openOn = (engine: Engine): readonly ValueBench<Run>[] => {
  const make = onServer(engine, open);
  const of = (name: string, unit: string) =>
    figure(`open.${engine}`, name, { unit, subject: 'open, from the intended moment', make });
  return [of('errors', 'calls'), ...['p50', 'p95', 'p99', 'p99.9'].map((name) => of(name, 'ms'))];
};

const faulty: readonly ValueBench<Run>[] = (() => {
  const make = async (scope: Scope): Promise<Figures> => {
    await using own = new AsyncDisposableStack();
    return await faults(own, scope);
  };
  const subject = 'Redis, then Neo4j killed';
  return [
    figure('faults', 'answered', { unit: '%', subject, goal: atLeast(99.9), make }),
    figure('faults', 'after', { unit: 's after it is back', subject, goal: atMost(3), make }),
    figure('faults', 'lost', { unit: 'messages', subject, goal: atMost(0), make }),
  ];
})();

/** Many players at the same time, by a process of its own. */
export const load = defineSuite<Run>({
  name: 'load',
  stepDeadlineMs: STEP_DEADLINE_MS,
  setup: () => {
    const runs = new Map<string, Promise<Figures>>();
    return (name, run) => {
      const known = runs.get(name) ?? run();
      runs.set(name, known);
      return known;
    };
  },
  benches: [
    ...closedOn('embedded'),
    ...closedOn('neo4j'),
    ...openOn('embedded'),
    ...openOn('neo4j'),
    ...faulty,
  ],
});
