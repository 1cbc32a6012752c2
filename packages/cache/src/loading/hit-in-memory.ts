import type { Core } from '../core.ts';
import { asValue, type Kind, type Place } from '../kind.ts';
import { checkAtOf } from '../l1/entry.ts';
import { renewIfDue } from '../renew.ts';
import { answerOf } from './answers.ts';
import type { Answer } from './flight.ts';

/** A fresh value that the process holds. `refresh` is called when it should be loaded anew in the background. */
export const hitInMemory = <V, I>(
  core: Core,
  kind: Kind<V, I>,
  { key }: Place<I>,
  refresh?: () => void,
): Answer<V> | undefined => {
  const held = core.memory.find(key);
  if (held?.verdict !== 'fresh') return undefined;
  const { entry } = held;
  if (refresh !== undefined && entry.refreshAt <= core.clock.local()) {
    entry.refreshAt = Number.POSITIVE_INFINITY;
    entry.checkAt = checkAtOf(entry);
    if (core.flights.get(key) === undefined) refresh();
  }
  renewIfDue(core, kind, key, entry);
  return answerOf({ ...entry, value: asValue<V | null>(entry.value), tier: 'memory', fresh: true });
};
