import type { CommandOf } from '../frame/command-of.ts';
import { tableOf, timeOf } from '../frame/table.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';

export const listJobs: CommandOf = (jobs, { performs }) =>
  performs(onServer(jobs.command('list').description('Lists the last runs of all jobs, the oldest first.')), {
    examples: ['graphkeep jobs list', 'graphkeep jobs list --json'],
    run: async (work, options) => {
      const { runs } = await withProduct(work, options, ({ gk }) =>
        gk.system.jobs.list(undefined, { signal: work.signal }),
      );
      const rows = runs.map(({ id, name, state, done, total, startedAt, endedAt }) => [
        ...[id, name, state, total === null ? `${done}` : `${done} of ${total}`],
        ...[timeOf(startedAt), timeOf(endedAt)],
      ]);
      return { value: runs, text: tableOf(['RUN', 'JOB', 'STATE', 'DONE', 'BEGAN', 'ENDED'], rows) };
    },
  });
