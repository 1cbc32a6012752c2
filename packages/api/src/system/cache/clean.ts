import { z } from 'zod';
import { answers } from '../../answers.ts';
import { administer } from '../../procedures.ts';
import { tellAudit, unbound } from '../unbound.ts';
import { budgetOf, reportOf } from './report-of.ts';
import { budgetInput, cleaningReportSchema } from './report-schema.ts';

export const clean = administer('system')
  .meta({ summary: 'Takes cached values away as it was planned.' })
  .input(z.strictObject({ confirm: z.string().min(1).max(100_000), ...budgetInput }))
  .output(answers(cleaningReportSchema))
  .mutation(async ({ ctx, input: { confirm, ...budget } }) => {
    const scoped = unbound(ctx.scoped);
    await tellAudit(scoped, 'cache.clean', 'cache');
    return reportOf(await scoped.cacheAdmin.remove(confirm, budgetOf(budget)));
  });
