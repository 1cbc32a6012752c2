import { createHash } from 'node:crypto';
import { GraphkeepError } from '@graphkeep/core';
import { sql, type Transaction } from 'kysely';
import { parse, serialize, stringify } from 'superjson';

interface OnceOptions {
  readonly idempotencyKey: string;
  readonly request?: unknown;
}

/**
 * Runs the work unless it was done before; then the answer of that time is given. The row is claimed first, so that a second
 * caller waits for the first one's end.
 */
export const once = async <DB, T>(
  transaction: Transaction<DB>,
  { idempotencyKey, request }: OnceOptions,
  work: () => Promise<T>,
): Promise<T> => {
  const hash = hashOf(request);
  await makeTable(transaction);
  await sql`DELETE FROM graphkeep_once WHERE key = ${idempotencyKey} AND made_at < now() - interval '1 day'`.execute(
    transaction,
  );
  const { rows } = await sql<{ request_hash: string; answer: string | null }>`
    INSERT INTO graphkeep_once (key, request_hash) VALUES (${idempotencyKey}, ${hash})
    ON CONFLICT (key) DO UPDATE SET key = excluded.key
    RETURNING request_hash, answer`.execute(transaction);
  const [row] = rows;
  if (row?.request_hash !== hash)
    throw new GraphkeepError('invalid_input', 'This idempotency key was used for another request.', {
      field: 'idempotencyKey',
    });
  if (row.answer !== null) return parse<T>(row.answer);
  const answer = await work();
  await sql`UPDATE graphkeep_once SET answer = ${stringify(answer)} WHERE key = ${idempotencyKey}`.execute(
    transaction,
  );
  return answer;
};

/** Two that make it at the same time would both fail: one of them waits. */
const makeTable = async <DB>(transaction: Transaction<DB>): Promise<void> => {
  const { rows } = await sql<{ there: boolean }>`
    SELECT to_regclass('graphkeep_once') IS NOT NULL AS there`.execute(transaction);
  if (rows[0]?.there === true) return;
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('graphkeep_once', 0))`.execute(transaction);
  await sql`CREATE TABLE IF NOT EXISTS graphkeep_once (
    key text PRIMARY KEY, request_hash text NOT NULL, answer text, made_at timestamptz NOT NULL DEFAULT now()
  )`.execute(transaction);
};

const hashOf = (request: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(serialize(request), sorted))
    .digest('base64url');

/** The order of an object's properties is no part of a request. */
const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
