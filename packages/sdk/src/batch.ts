import { limits } from '@graphkeep/contract/limits';
import type { Operation, Outcome } from './http.ts';

type Together = readonly [Operation, ...Operation[]];
interface Waiting {
  readonly operation: Operation;
  readonly answer: (outcome: Outcome) => void;
  readonly fail: (error: unknown) => void;
}

/** Half of what a server takes at once: it may have been told to take less. */
const MAX_BODY = limits.maxBodyBytes / 2;

/** Sends together what is asked for before the program comes to rest. */
export const batched = (send: (together: Together) => Promise<readonly Outcome[]>) => {
  let waiting: Waiting[] = [];
  const sendAll = (): void => {
    const all = waiting;
    waiting = [];
    for (const refused of [undefined, 'key', 'bookmarks'])
      for (const group of inGroups(all.filter(({ operation }) => operation.refused === refused)))
        void sendGroup(group);
  };
  const sendGroup = async (group: readonly Waiting[]): Promise<void> => {
    const [first, ...others] = group.map(({ operation }) => operation);
    if (!first) return;
    try {
      const outcomes = await send([first, ...others]);
      for (const [index, outcome] of outcomes.entries()) group[index]?.answer(outcome);
    } catch (error) {
      for (const { fail } of group) fail(error);
    }
  };
  return (operation: Operation): Promise<Outcome> =>
    new Promise((answer, fail) => {
      if (waiting.length === 0) setTimeout(sendAll);
      waiting.push({ operation, answer, fail });
    });
};

const inGroups = (all: readonly Waiting[]): readonly (readonly Waiting[])[] => {
  const groups: Waiting[][] = [];
  let size = 0;
  for (const one of all) {
    size += one.operation.body.length;
    const last = groups.at(-1);
    if (last && last.length < limits.maxBatchItems && size <= MAX_BODY) last.push(one);
    else {
      groups.push([one]);
      size = one.operation.body.length;
    }
  }
  return groups;
};
