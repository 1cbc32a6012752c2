import { setTimeout as delay } from 'node:timers/promises';
import { GraphkeepError, isGraphkeepError } from '@graphkeep/core';
import type { StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import type { Addition } from './addition.ts';
import { type Added, commitAdditions } from './commit-additions.ts';
import type { Outcome } from './group-commit.ts';

/** One try, and how long it is tried to find out what became of one whose answer was lost. */
const TRY_MS = 10_000;
const RESOLVE_MS = 30_000;
const PAUSE_MS = 100;

/**
 * Keeps a batch once. Where the answer to a commit is lost the batch is committed again: it waits for the locks of the
 * first try, and then finds by their ids what that one has kept. Where the batch as a whole is refused, each of its
 * halves is tried alone, so that one bad addition fails nobody else.
 */
export const commitSurely = async (
  system: Scoped<StoryGraph>,
  additions: readonly Addition[],
): Promise<readonly Outcome<Added>[]> => {
  try {
    return await resolved(system, additions);
  } catch (error) {
    const shared = isGraphkeepError(error) && (error.retryable || isInDoubt(error));
    if (shared || additions.length === 1) return additions.map(() => ({ error }));
    const middle = Math.ceil(additions.length / 2);
    return [
      ...(await commitSurely(system, additions.slice(0, middle))),
      ...(await commitSurely(system, additions.slice(middle))),
    ];
  }
};

const resolved = async (
  system: Scoped<StoryGraph>,
  additions: readonly Addition[],
): Promise<readonly Outcome<Added>[]> => {
  const until = performance.now() + RESOLVE_MS;
  let doubt: GraphkeepError | undefined;
  for (;;) {
    try {
      return await commitAdditions(system, additions, { again: doubt !== undefined, timeoutMs: TRY_MS });
    } catch (error) {
      if (!isGraphkeepError(error)) throw error;
      if (isInDoubt(error)) doubt = error;
      else if (!doubt || !error.retryable) throw error;
      if (performance.now() + PAUSE_MS > until) throw inDoubt(doubt);
      await delay(PAUSE_MS);
    }
  }
};

const isInDoubt = ({ code }: GraphkeepError): boolean => code === 'uncertain' || code === 'timeout';

const inDoubt = (cause: GraphkeepError): GraphkeepError =>
  new GraphkeepError(
    'uncertain',
    'It is not known whether the messages were kept. Append them again with the same messageId or Idempotency-Key: none is doubled.',
    { cause },
  );
