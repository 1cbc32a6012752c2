import type { Graphkeep } from '@graphkeep/sdk';
import type { CommandOf } from '../frame/command-of.ts';
import type { Work } from '../frame/work.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';
import { budget, planOf, type Report, WAIT_MS } from './plan.ts';
import { reportText } from './report-text.ts';
import { askedBy, withDefects, withReasons, withSubjects } from './selection-options.ts';

export const cleanCache: CommandOf = (cache, { performs }) =>
  performs(
    withDefects(
      withReasons(
        withSubjects(
          onServer(
            cache
              .command('clean')
              .description(
                'Takes cached values away. The graph keeps all of them: they are loaded again when they are asked for.',
              )
              .option('--dry-run', 'only show what would be taken, and the token that confirms it')
              .option('--confirm <token>', 'take what a dry run has shown, within ten minutes')
              .option('--yes', 'without being asked'),
          ),
        ),
      ),
    ),
    {
      examples: [
        'graphkeep cache clean --older-than 12h --dry-run',
        'graphkeep cache clean --orphans --yes',
        'graphkeep cache clean --confirm eyJkb2Vz…',
      ],
      run: async (work, { dryRun, confirm, yes, ...options }) =>
        withProduct(work, options, async ({ gk }) => {
          if (confirm !== undefined) return removed(await removeAll(work, gk, confirm));
          const plan = await planOf(work, gk, askedBy(options));
          if (plan.report.matched === 0) return { value: plan.report, text: 'nothing is meant\n' };
          if (dryRun) {
            const text = `${reportText(plan.report)}\nTo take them: graphkeep cache clean --confirm ${plan.confirm}\n`;
            return { value: plan, text };
          }
          work.say(reportText(plan.report));
          await work.confirm(`${plan.report.matched} cached values are taken away.`, yes);
          return removed(await removeAll(work, gk, plan.confirm));
        }),
    },
  );

/** A large cache is gone through in parts. */
const removeAll = async (work: Work, gk: Graphkeep, confirm: string): Promise<Totals> => {
  const progress = work.progress('removed');
  const totals: Totals = { removed: 0, replaced: 0, complete: false };
  let from: string | undefined;
  try {
    do {
      const part: Report = await gk.system.cache.clean(
        { confirm, ...budget, ...(from !== undefined && { from }) },
        { signal: work.signal, timeoutMs: WAIT_MS },
      );
      totals.removed += part.removed;
      totals.replaced += part.replaced;
      totals.complete = part.complete;
      if (part.error !== undefined) return { ...totals, error: part.error };
      progress.tell(totals.removed);
      from = part.next;
    } while (from !== undefined);
  } finally {
    progress.end();
  }
  return totals;
};

interface Totals {
  removed: number;
  replaced: number;
  complete: boolean;
  readonly error?: string;
}

const removed = (totals: Totals) => {
  const { removed: gone, replaced, error } = totals;
  const stayed = replaced === 0 ? '' : `, ${replaced} were written anew meanwhile and stay`;
  const why = error === undefined ? '' : `; then it ended: ${error}`;
  return {
    value: totals,
    text: `${gone} are taken away${stayed}${why}\n`,
    exit: error === undefined ? 'ok' : 'failed',
  } as const;
};
