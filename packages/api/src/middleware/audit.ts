import { GraphkeepError } from '@graphkeep/core';
import { toGraphkeepError } from '../error-data.ts';
import type { Step } from '../step.ts';
import { ownersIn, subjectOf } from './audit-subject.ts';

/** The record of one call that somebody else than the owner makes. */
export interface CallAudit {
  /** Tells of what was done. Within the transaction of a change nothing is kept that could not be told. */
  readonly done: (answer: unknown) => Promise<void>;
}

/**
 * Tells the audit of every call on somebody's data by who is not that person: a service, or an operator. What cannot be told
 * is not answered; a change in a transaction is told of within it.
 */
export const audit: Step = async ({ ctx, meta, path, type, getRawInput }, next) => {
  const { principal, scoped } = ctx;
  const field = meta?.owner;
  if (principal?.owner !== undefined || field === undefined || !scoped) return next();

  const input = await getRawInput();
  const subject = subjectOf(input);
  const access = type === 'mutation' ? 'write' : 'read';
  const event = { action: path, access, ...(subject !== undefined && { subject }) } as const;
  const record = async (outcome: string, values: readonly unknown[]): Promise<void> => {
    const owners = ownersIn(values, field);
    const events = owners.length === 0 ? [event] : owners.map((owner) => ({ ...event, owner }));
    await Promise.all(events.map((one) => scoped.audit.record({ ...one, outcome })));
  };
  let told = false;
  const done = async (answer: unknown): Promise<void> => {
    await record('ok', [input, answer]);
    told = true;
  };
  ctx.audit = { done };

  const result = await next();
  if (!result.ok) {
    const { code } = toGraphkeepError(result.error);
    await record(code, [input]).catch((error: unknown) =>
      ctx.log.error({ err: error }, 'a refusal was not audited'),
    );
    return result;
  }
  if (told) return result;
  try {
    await done(result.data);
  } catch (cause) {
    if (access === 'read') throw cause;
    throw new GraphkeepError(
      'uncertain',
      'The change was made, but the audit could not be told. With its Idempotency-Key it can be asked for again.',
      { cause },
    );
  }
  return result;
};
