import type { Ground } from '../ground.ts';
import { sweepStatement } from './idempotency-statements.ts';

const BATCH = 1_000;

/** Removes what has expired, a batch a transaction, so that no lock is held for long. */
export const sweepIdempotency = async ({ transaction, codec, now }: Ground): Promise<number> => {
  for (let swept = 0; ; ) {
    const { rows } = await transaction('write', (run) => run(sweepStatement(now(), BATCH, codec)));
    const count = Number(rows[0]?.[0] ?? 0);
    swept += count;
    if (count < BATCH) return swept;
  }
};
