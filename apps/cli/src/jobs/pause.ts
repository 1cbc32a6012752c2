import type { CommandOf } from '../frame/command-of.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';

export const pauseJob: CommandOf = (jobs, { performs }) =>
  performs(
    onServer(
      jobs
        .command('pause')
        .description('Leaves out the scheduled runs of a job, until it is resumed.')
        .argument('<job>', 'its name'),
    ),
    {
      examples: ['graphkeep jobs pause platform.trim-journal'],
      run: async (work, options, name) => {
        await withProduct(work, options, ({ gk }) => gk.system.jobs.pause({ name }));
        return { value: { name, paused: true }, text: `${name} is paused\n` };
      },
    },
  );

export const resumeJob: CommandOf = (jobs, { performs }) =>
  performs(
    onServer(
      jobs.command('resume').description('Runs a job again by its schedule.').argument('<job>', 'its name'),
    ),
    {
      examples: ['graphkeep jobs resume platform.trim-journal'],
      run: async (work, options, name) => {
        await withProduct(work, options, ({ gk }) => gk.system.jobs.resume({ name }));
        return { value: { name, paused: false }, text: `${name} is resumed\n` };
      },
    },
  );
