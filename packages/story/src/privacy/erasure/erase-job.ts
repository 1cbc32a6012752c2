import { id } from '@graphkeep/contract';
import { isGraphkeepError } from '@graphkeep/core';
import type { StoryGraph } from '@graphkeep/models/story';
import { defineJob, type ErasureReceipt, erasuresOf, type JobRun, type Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { eraseOwner } from './erase-owner.ts';

/** It is told the erasure and not the player: what is known of a job outlives it. */
const input = z.strictObject({ erasureId: id('ers').optional() });

/** One erasure, or all that were begun and are not done: a process may have died in the middle of one. */
export const eraseJob = defineJob({
  name: 'story.erase',
  input,
  every: { ms: 15 * 60_000 },
  run: async (
    system: Scoped<StoryGraph>,
    { input: { erasureId }, signal, progress }: JobRun<z.output<typeof input>>,
  ): Promise<readonly ErasureReceipt[]> => {
    const erasures = erasuresOf(system);
    const ids = erasureId ? [erasureId] : (await erasures.open()).map((erasure) => erasure.erasureId);
    const receipts: ErasureReceipt[] = [];
    let before = 0;
    for (const one of ids) {
      let own = 0;
      const run = {
        signal,
        progress: (done: number) => {
          own = done;
          progress(before + done);
        },
      };
      receipts.push(await eraseOwner(system, one, run).catch(doneAlready(() => erasures.receipt(one))));
      before += own;
    }
    return receipts;
  },
});

/** A run that another one overtook has nothing left to do. */
const doneAlready =
  <T>(answer: () => Promise<T>) =>
  async (error: unknown): Promise<T> => {
    if (!isGraphkeepError(error) || error.code !== 'not_found') throw error;
    return answer();
  };
