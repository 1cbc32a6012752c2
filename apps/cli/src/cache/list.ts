import type { CommandOf } from '../frame/command-of.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';
import { planOf } from './plan.ts';
import { reportText } from './report-text.ts';
import { askedBy, withDefects, withReasons, withSubjects } from './selection-options.ts';

export const listCache: CommandOf = (cache, { performs }) =>
  performs(
    withDefects(
      withReasons(
        withSubjects(
          onServer(
            cache.command('list').description('Shows cached values of a kind, and some of their keys.'),
          ),
        ),
      ),
    ),
    {
      examples: [
        'graphkeep cache list --type Session',
        'graphkeep cache list --player ply_01jd…',
        'graphkeep cache list --older-than 12h --json',
      ],
      run: async (work, options) => {
        const { report } = await withProduct(work, options, ({ gk }) => planOf(work, gk, askedBy(options)));
        const keys = report.examples ?? [];
        const shown = keys.length === 0 ? '' : `\nSome of them:\n${keys.map((key) => `  ${key}\n`).join('')}`;
        return { value: report, text: reportText(report) + shown };
      },
    },
  );
