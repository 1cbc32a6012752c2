import type { CommandOf } from '../frame/command-of.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';
import { runText } from './run-text.ts';

export const jobStatus: CommandOf = (jobs, { performs }) =>
  performs(
    onServer(
      jobs
        .command('status')
        .description('Shows how far one run of a job is, and what it answered.')
        .argument('<run>', 'its id, as `jobs list` shows it'),
    ),
    {
      examples: ['graphkeep jobs status job_01jd…'],
      run: async (work, options, id) => {
        const run = await withProduct(work, options, ({ gk }) =>
          gk.system.jobs.status({ id }, { signal: work.signal }),
        );
        return { value: run, text: runText(run) };
      },
    },
  );
