import type { CommandOf } from '../frame/command-of.ts';
import { jsonObject } from '../frame/values.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';
import { follow } from './follow.ts';
import { runText } from './run-text.ts';

export const runJob: CommandOf = (jobs, { performs }) =>
  performs(
    onServer(
      jobs
        .command('run')
        .description('Runs a job now, and waits for its end.')
        .argument('<job>', 'its name')
        .option('--input <json>', 'what it is told, as a JSON object', jsonObject)
        .option('--no-wait', 'only begin it'),
    ),
    {
      examples: ['graphkeep jobs run platform.trim-journal', 'graphkeep jobs run story.check --no-wait'],
      run: async (work, { input = {}, wait, ...server }, name) =>
        withProduct(work, server, async ({ gk, by }) => {
          const begun = await gk.system.jobs.start({ name, input });
          // Where this process has the stores, it ends with the command.
          const run = wait || by === 'process' ? await follow(work, gk, begun) : begun;
          const failed = run.state === 'failed' || run.state === 'cancelled';
          return { value: run, text: runText(run), exit: failed ? 'failed' : 'ok' };
        }),
    },
  );
