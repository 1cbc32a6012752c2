import type { Stage } from './apply-effects.ts';
import { makeCast } from './cast.ts';
import { worldsOf } from './demo-worlds.ts';
import { DAY_MS, type DemoName, type Draft, minutesAfter, openDraft } from './draft.ts';
import { settleDue } from './make-choice.ts';
import { playSession } from './play-session.ts';
import type { Later } from './sitting.ts';
import { voicesOf } from './talk.ts';

/** Longer than any session takes. */
const SESSION_MINUTES = 100;

/** The whole story of one player, made up from a number. */
export const demoPlayer = async (name: DemoName): Promise<Draft> => {
  const draft = openDraft(name);
  const { chance, index, until } = draft;
  const all = worldsOf(draft.seed);
  const worldAt = (number: number) => all[(index + number) % all.length] ?? all[0];
  const cast = makeCast(draft, worldAt(0));
  const stage: Stage = { draft, cast, states: new Map() };
  const voices = voicesOf(stage);
  const later: Later[] = [];
  const { sessions, days, lastPlayedHours } = cast.scenario;
  const newest = minutesAfter(until, -lastPlayedHours * 60 - SESSION_MINUTES);
  const oldest = until.getTime() - days * DAY_MS + chance.whole(3_600_000, DAY_MS / 4);
  for (const [number, plan] of sessions.entries()) {
    const share = sessions.length === 1 ? 1 : number / (sessions.length - 1);
    const begin = new Date(Math.round(oldest + (newest.getTime() - oldest) * share));
    await playSession({ stage, voices, plan, number, begin, later, world: worldAt(Math.floor(number / 2)) });
  }
  settleDue({ stage, later }, until);
  return draft;
};
