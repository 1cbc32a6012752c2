import { createHash } from 'node:crypto';
import { GraphkeepError } from '@graphkeep/core';
import { parse, serialize, stringify } from 'superjson';
import { decodeRow } from '../decode.ts';
import type { Codec, Run } from '../engine/engine.ts';
import type { Owner } from '../statements/scope.ts';
import { Idempotency } from './idempotency-node.ts';
import { claimStatement, finishStatement, forgetStatement } from './idempotency-statements.ts';
import type { OnceOptions } from './options.ts';

const DAY_MS = 86_400_000;
const MAX_KEY = 200;
const MAX_ANSWER = 1_048_576;

interface OnceContext {
  readonly codec: Codec;
  readonly owner: Owner;
  readonly now: () => Date;
}

/**
 * Runs the work unless it was done before; then the answer of that time is given. The record is claimed first, so that a
 * second caller waits for the first, or conflicts with it and runs again, instead of doing the work too.
 */
export const once = async <T>(
  context: OnceContext,
  { idempotencyKey, request, ttlMs = DAY_MS }: OnceOptions,
  run: Run,
  work: (run: Run) => Promise<T>,
): Promise<T> => {
  assertKey(idempotencyKey);
  if (!Number.isFinite(ttlMs) || ttlMs <= 0) throw wrong('ttlMs', 'ttlMs must be a number above 0.');
  const { codec, owner, now } = context;
  const record = {
    key: JSON.stringify([owner ?? null, idempotencyKey]),
    requestHash: hashOf(request),
    expiresAt: new Date(now().getTime() + ttlMs),
  };
  const claim = async () => {
    const { rows } = await run(claimStatement(record, codec));
    return decodeRow(Idempotency, rows[0] ?? [], codec);
  };
  let found = await claim();
  if (found['expiresAt'] instanceof Date && found['expiresAt'] < now() && found['answer'] !== undefined) {
    await run(forgetStatement(record.key, codec));
    found = await claim();
  }
  if (found['requestHash'] !== record.requestHash)
    throw new GraphkeepError(
      'idempotency_mismatch',
      'This idempotency key was used for another request: make a new one for each new change.',
      { field: 'idempotencyKey' },
    );
  if (typeof found['answer'] === 'string') return parse<T>(found['answer']);
  const answer = await work(run);
  await run(finishStatement(record.key, answerText(answer), codec));
  return answer;
};

const assertKey = (key: string): void => {
  if (typeof key !== 'string' || key.length < 1 || key.length > MAX_KEY || !key.isWellFormed())
    throw wrong('idempotencyKey', `idempotencyKey must be a text of 1 to ${MAX_KEY} characters.`);
};

const answerText = (answer: unknown): string => {
  const text = stringify(answer);
  if (text.length > MAX_ANSWER)
    throw wrong(
      'idempotencyKey',
      `The answer of a change with an idempotency key is kept: it may have ${MAX_ANSWER} characters, and has ${text.length}.`,
    );
  return text;
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

const wrong = (field: string, message: string) => new GraphkeepError('invalid_input', message, { field });
