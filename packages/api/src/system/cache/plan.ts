import type { Selection } from '@graphkeep/platform';
import { z } from 'zod';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { unbound } from '../unbound.ts';
import { budgetOf, reportOf } from './report-of.ts';
import { budgetInput, cleaningReportSchema } from './report-schema.ts';

const types = z.array(z.string().min(1).max(80)).min(1).max(50).optional();
const selectionInput = z.strictObject({
  types,
  exceptTypes: types,
  /** Every entry. */
  everything: z.literal(true).optional(),
  /** Those that were made longer ago. */
  olderThanMs: z.int().min(1).optional(),
  /** Those about what is there no more. */
  orphans: z.literal(true).optional(),
  /** Those that cannot be read. */
  broken: z.literal(true).optional(),
});

export const plan = administer('system')
  .meta({ summary: 'Which cached values a cleaning would take away, and the token that confirms it.' })
  .input(z.strictObject({ selection: selectionInput, ...budgetInput }))
  .output(answers(z.object({ report: cleaningReportSchema, confirm: z.string() })))
  .query(async ({ ctx, input: { selection, ...budget } }) => {
    const { cacheAdmin } = unbound(ctx.scoped);
    const { report, confirm } = await cacheAdmin.plan(meant(selection), budgetOf(budget));
    return { report: reportOf(report), confirm };
  });

/** Without what was left out. */
const meant = ({
  types: only,
  exceptTypes,
  everything,
  olderThanMs,
  orphans,
  broken,
}: z.output<typeof selectionInput>): Selection => ({
  ...(only && { types: only }),
  ...(exceptTypes && { exceptTypes }),
  ...(everything && { everything }),
  ...(olderThanMs !== undefined && { olderThanMs }),
  ...(orphans && { orphans }),
  ...(broken && { broken }),
});
