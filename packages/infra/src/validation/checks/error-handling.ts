import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '@graphkeep/contract';
import { isGraphkeepError } from '@graphkeep/core';
import { applicationArchitecture } from '../../queries/application-architecture.ts';
import { blastRadius } from '../../queries/blast-radius.ts';
import { systemSummary } from '../../series/system-summary.ts';
import { type Check, type Finding, failed, passed, someOf } from '../check.ts';

/** What is to be refused, and how. */
interface Refusal {
  readonly what: string;
  readonly code: ErrorCode;
  readonly ask: () => Promise<unknown>;
}

export const refused = async (refusals: readonly Refusal[]): Promise<Finding> => {
  const problems: string[] = [];
  for (const { what, code, ask } of refusals) {
    const answer = await ask().then(
      () => 'an answer',
      (error: unknown) => (isGraphkeepError(error) ? error.code : String(error)),
    );
    if (answer !== code) problems.push(`${what} gave ${answer} and not ${code}`);
  }
  return problems.length === 0
    ? passed(`${refusals.length} wrong questions were refused, each as it is to be.`)
    : failed(`${someOf(problems)}.`, 'This is a mistake in the program: tell it to whoever maintains it.');
};

const DAY_MS = 86_400_000;

const ranges: Check = {
  ...{ name: 'wrong ranges are refused', category: 'error handling', severity: 'medium', needs: ['sql'] },
  look: ({ sql, now }) => {
    const measured = { sql, now: () => now };
    const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
    return refused([
      {
        what: 'a range that ends before it begins',
        code: 'invalid_input',
        ask: () => systemSummary(measured, { start: now, end: before(1) }),
      },
      {
        what: 'a range of three years',
        code: 'invalid_input',
        ask: () => systemSummary(measured, { start: before(1_100), end: now }),
      },
      {
        what: 'a range with two beginnings',
        code: 'invalid_input',
        ask: () => systemSummary(measured, { start: before(1), hours: 3 }),
      },
    ]);
  },
};

const names: Check = {
  ...{ name: 'unknown names are told', category: 'error handling', severity: 'medium', needs: ['graph'] },
  look: ({ estate }) => {
    const nobody = `nobody-${randomUUID()}`;
    return refused([
      {
        what: 'an unknown application',
        code: 'not_found',
        ask: () => applicationArchitecture(estate, { name: nobody }),
      },
      {
        what: 'an unknown service',
        code: 'not_found',
        ask: () => blastRadius(estate, { serviceId: nobody }),
      },
    ]);
  },
};

export const errorChecks: readonly Check[] = [ranges, names];
