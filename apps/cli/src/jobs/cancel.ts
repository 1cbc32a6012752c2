import type { CommandOf } from '../frame/command-of.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';
import { runText } from './run-text.ts';

export const cancelJob: CommandOf = (jobs, { performs }) =>
  performs(
    onServer(
      jobs
        .command('cancel')
        .description('Tells a run of a job to stop.')
        .argument('<run>', 'its id, as `jobs list` shows it'),
    ),
    {
      examples: ['graphkeep jobs cancel job_01jd…'],
      run: async (work, options, id) => {
        const run = await withProduct(work, options, ({ gk }) => gk.system.jobs.cancel({ id }));
        return { value: run, text: runText(run) };
      },
    },
  );
