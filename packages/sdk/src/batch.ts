import { limits } from '@graphkeep/contract/limits';
import { cancelled } from './errors.ts';
import type { Operation, Outcome } from './http.ts';

type Together = readonly [Operation, ...Operation[]];
interface Waiting {
  readonly operation: Operation;
  readonly answer: (outcome: Outcome) => void;
  readonly fail: (error: unknown) => void;
}

/** Half of what a server takes at once: it may have been told to take less. */
const MAX_BODY = limits.maxBodyBytes / 2;

/**
 * Sends together what is asked for before the program comes to rest. Whoever ends a call waits for it no longer; the request
 * ends with the last of them.
 */
export const batched = (send: (together: Together) => Promise<readonly Outcome[]>) => {
  let waiting: Waiting[] = [];
  const sendAll = (): void => {
    const all = waiting.filter(isWanted);
    waiting = [];
    for (const refused of [undefined, 'key', 'bookmarks'])
      for (const group of inGroups(all.filter(({ operation }) => operation.refused === refused)))
        void sendGroup(group);
  };
  const sendGroup = async (group: readonly Waiting[]): Promise<void> => {
    const { signal, free } = whileWanted(group);
    const [first, ...others] = group.map(({ operation }) => ({ ...operation, signal }));
    try {
      if (!first) return;
      const outcomes = await send([first, ...others]);
      for (const [index, outcome] of outcomes.entries()) group[index]?.answer(outcome);
    } catch (error) {
      for (const { fail } of group) fail(error);
    } finally {
      free();
    }
  };
  return (operation: Operation): Promise<Outcome> =>
    new Promise((answer, fail) => {
      if (waiting.length === 0) setTimeout(sendAll);
      waiting.push({ operation, answer, fail });
    });
};

const isWanted = ({ operation: { signal }, fail }: Waiting): boolean => {
  if (!signal?.aborted) return true;
  fail(cancelled(signal));
  return false;
};

/** Ends once all have ended their calls, each of which fails at its own end. */
const whileWanted = (
  group: readonly Waiting[],
): { readonly signal: AbortSignal; readonly free: () => void } => {
  const ending = new AbortController();
  let wanted = group.length;
  const leaves = group.map(({ operation: { signal }, fail }) => {
    if (!signal) return () => {};
    const leave = (): void => {
      fail(cancelled(signal));
      wanted -= 1;
      if (wanted === 0) ending.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    return () => signal.removeEventListener('abort', leave);
  });
  const free = (): void => {
    for (const leave of leaves) leave();
  };
  return { signal: ending.signal, free };
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
