import type { Core } from '../core.ts';
import { asValue } from '../kind.ts';
import type { Found } from '../looked.ts';
import type { Answer } from './flight.ts';

export const answerOf = <V>({ value, fresh, tier, createdAt, marks }: Found<V>): Answer<V> => ({
  ...{ value, createdAt, marks },
  from: tier,
  stale: !fresh,
});

/** What the process holds past its time. Where Redis was asked, its word counts and not this. */
export const staleInMemory = <V>(core: Core, key: string): Found<V> | undefined => {
  const held = core.memory.find(key);
  if (held === undefined) return undefined;
  const { value, createdAt, softAt, marks } = held.entry;
  return {
    ...{ createdAt, softAt, marks },
    value: asValue<V | null>(value),
    fresh: held.verdict === 'fresh',
    tier: 'memory',
  };
};

/** Whether something that the answer depends on was invalidated. */
export const isChangedSince = ({ marks }: Answer<unknown>, moment: number): boolean =>
  marks?.epochs.some((epoch) => epoch.changedAt > moment) === true;
