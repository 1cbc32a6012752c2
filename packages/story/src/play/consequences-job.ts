import { Consequence, type StoryGraph } from '@graphkeep/models/story';
import { defineJob, type Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { applyDue } from './apply-due.ts';

const EVERY_MS = 10_000;
const PAGE = 100;
const LONGEST_WAIT_MS = 3_600_000;

/** How many were applied, and how many could not be and are tried again later. */
export interface ConsequencesRun {
  readonly applied: number;
  readonly failed: number;
}

/** Applies what choices lead to later, each once, at most a run's distance after it is due. */
export const consequencesJob = defineJob({
  name: 'story.consequences',
  input: z.strictObject({}),
  every: { ms: EVERY_MS },
  run: async (
    system: Scoped<StoryGraph>,
    { signal, progress }: { readonly signal: AbortSignal; readonly progress: (done: number) => void },
  ): Promise<ConsequencesRun> => {
    let applied = 0;
    let failed = 0;
    for (let after: string | undefined; ; ) {
      const { items, next } = await system.repo(Consequence).find({
        where: {
          ...{ isApplied: false, dueAt: { lte: system.now() } },
          OR: [{ retryAt: null }, { retryAt: { lte: system.now() } }],
        },
        orderBy: { dueAt: 'asc' },
        select: { consequenceId: true, sessionId: true, playerId: true, failures: true },
        limit: PAGE,
        ...(after !== undefined && { after }),
      });
      for (const due of items) {
        if (signal.aborted) return { applied, failed };
        try {
          if (await applyDue(system, due)) applied += 1;
        } catch (error) {
          failed += 1;
          // The others must not wait for one that cannot be applied.
          system.log.error({ err: error, consequenceId: due.consequenceId }, 'consequence not applied');
          await putOff(system, due);
        }
        progress(applied + failed);
      }
      if (next === null) return { applied, failed };
      after = next;
    }
  },
});

/** Each time twice as long: what a person must mend is not tried every ten seconds until then. */
const putOff = async (
  system: Scoped<StoryGraph>,
  { consequenceId, failures }: { readonly consequenceId: string; readonly failures: number },
): Promise<void> => {
  const waitMs = Math.min(LONGEST_WAIT_MS, EVERY_MS * 2 ** failures);
  const retryAt = new Date(system.now().getTime() + waitMs);
  await system
    .repo(Consequence)
    .patch({ consequenceId }, { failures: { increment: 1 }, retryAt })
    .catch((error: unknown) =>
      system.log.error({ err: error, consequenceId }, 'its next try is not put off'),
    );
};
