import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';

const POLL_MS = 50;
const ASK_MS = 5_000;

/** Whether a transaction whose commit was sent was kept; undefined where the server does not know any more. */
export const wasKept = async <DB>(
  db: Kysely<DB>,
  transaction: string | undefined,
): Promise<boolean | undefined> => {
  // It had changed nothing, so there was nothing to keep.
  if (transaction === undefined) return true;
  for (const until = performance.now() + ASK_MS; performance.now() < until; await sleep(POLL_MS)) {
    const { rows } = await sql<{
      status: string | null;
    }>`SELECT pg_xact_status(${transaction}::xid8) AS status`
      .execute(db)
      .catch(() => ({ rows: [{ status: 'in progress' }] }));
    const status = rows[0]?.status;
    if (status === 'committed') return true;
    if (status === 'aborted') return false;
    if (status !== 'in progress') return undefined;
  }
  return undefined;
};
