import { createHash } from 'node:crypto';
import { limits } from '@graphkeep/contract';
import { GraphkeepError } from '@graphkeep/core';
import type { Step } from '../step.ts';

/** What makes a call happen once: the caller's key, bound to who calls what, and what is asked for. */
export interface Once {
  readonly idempotencyKey: string;
  readonly request: unknown;
}

const KEY = new RegExp(`^[\\x21-\\x7e]{1,${limits.maxIdempotencyKey}}$`);

/** Reads the header Idempotency-Key. A key means nothing to another caller, or to another procedure. */
export const once: Step = async ({ ctx, path, batchIndex, getRawInput }, next) => {
  const given = ctx.idempotencyKey;
  if (given === undefined) return next();
  if (!KEY.test(given))
    throw new GraphkeepError(
      'invalid_input',
      `Idempotency-Key must be 1 to ${limits.maxIdempotencyKey} visible characters.`,
      { field: 'Idempotency-Key' },
    );
  const bound = JSON.stringify([ctx.principal?.id, path, batchIndex, given]);
  const idempotencyKey = createHash('sha256').update(bound).digest('base64url');
  ctx.once = { idempotencyKey, request: await getRawInput() };
  return next();
};
