import { once } from 'node:events';
import { z } from 'zod';
import { defineJob } from '../src/index.ts';
import type { BoardGraph } from './board.ts';

const input = z.strictObject({ forEver: z.boolean().default(false), fails: z.boolean().default(false) });

/** Tells that it has begun, and waits to be told to end. Where it is begun again, or need not wait, it ends by itself. */
export const waitingJob = defineJob<BoardGraph, typeof input, string>({
  name: 'waiting',
  input,
  run: async ({ helpers }, { input: { forEver, fails }, signal, progress }) => {
    const begun = await helpers.counter('waiting-begun').add(1);
    progress(1, 2);
    if (fails) throw new Error('not for the eyes of callers');
    if (forEver && begun === 1) {
      await once(signal, 'abort');
      throw signal.reason;
    }
    progress(2);
    return `begun ${begun}`;
  },
});
