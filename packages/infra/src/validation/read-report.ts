import { GraphkeepError } from '@graphkeep/core';
import { z } from 'zod';
import type { Measured } from '../series/measured.ts';
import { readRun } from './history.ts';
import { reportOf, type ValidationReport } from './report.ts';

export const validationReportInput = z.strictObject({
  /** The last one, where it is left out. */
  runId: z.string().min(1).max(200).optional(),
});
export type ValidationReportInput = z.input<typeof validationReportInput>;

/** A report of the history, against the run before it. */
export const readValidation = async (
  { sql, now }: Measured,
  given: ValidationReportInput = {},
): Promise<ValidationReport> => {
  const { runId } = validationReportInput.parse(given);
  const run = await readRun(
    { sql },
    runId === undefined ? { before: new Date(now().getTime() + 1) } : { runId },
  );
  if (!run)
    throw new GraphkeepError(
      'not_found',
      runId === undefined
        ? 'Nothing was validated so far: start it by infra.validation.start.'
        : `There is no validation ${runId}.`,
      { field: 'runId' },
    );
  return reportOf(run, await readRun({ sql }, { before: run.at }), true);
};
