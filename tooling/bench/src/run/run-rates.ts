import type { Call, RateBench, Scope, Subject } from '../define-suite.ts';
import { type Figures, type Result, ratioResult, valueResult } from '../report/result.ts';
import type { RunContext } from './context.ts';
import { batchFor, playRound, type Round } from './round.ts';
import type { Step } from './step.ts';

interface Player {
  readonly figures: Figures & { readonly values: number[] };
  readonly play: (batch: number) => Promise<Round>;
  readonly batch: number;
}

/** Who is first in a round is last in another: what one leaves behind (garbage, caches) meets all in turn. */
const rotated = <Item>(items: readonly Item[], by: number): Item[] => {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
};

/** Plays all subjects round by round in turn, after a warm-up round each. */
export const runRates = async <Stores>(
  bench: RateBench<Stores>,
  stores: Stores,
  scope: Scope,
  step: Step,
  { clock, method, signal }: RunContext,
): Promise<Result[]> => {
  const { id, unit = 'calls/s', perCall = 1, ours, against = {} } = bench;

  const prepare = async (name: string, subject: Subject<Stores>): Promise<Player> => {
    const callers = subject.callers ?? 1;
    const call: Call = await step(`${id}, making ${name}`, () => subject.make(stores, scope));
    const play = async (batch: number): Promise<Round> => {
      await step(`${id}, ${name} before a round`, () => subject.beforeRound?.(stores));
      const options = { callers, batch, roundMs: method.roundMs, clock, signal };
      return step(`${id}, a round of ${name}`, () => playRound(call, options));
    };
    const batch = batchFor(await play(1), callers);
    return { figures: { id, subject: name, unit, values: [] }, play, batch };
  };

  const first = await prepare(ours.name ?? 'graphkeep', ours);
  const peers: { peer: (typeof against)[string]; player: Player }[] = [];
  for (const [name, peer] of Object.entries(against)) peers.push({ peer, player: await prepare(name, peer) });
  const players = [first, ...peers.map(({ player }) => player)];

  for (let round = 0; round < method.rounds; round += 1)
    for (const { figures, play, batch } of rotated(players, round)) {
      const { calls, elapsedMs } = await play(batch);
      figures.values.push((calls * perCall * 1_000) / elapsedMs);
    }

  const alone = ours.goal !== undefined || peers.length === 0;
  return [
    ...(alone ? [valueResult(first.figures, ours.goal)] : []),
    ...peers.map(({ peer, player }) => ratioResult(first.figures, player.figures, peer.goal)),
    ...peers.map(({ peer, player }) => valueResult(player.figures, undefined, peer.promisesLess)),
  ];
};
