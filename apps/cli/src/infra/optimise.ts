import type { CommandOf } from '../frame/command-of.ts';
import { tableOf } from '../frame/table.ts';
import { follow } from '../jobs/follow.ts';
import { runText } from '../jobs/run-text.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';

export const optimiseInfra: CommandOf = (infra, { performs }) =>
  performs(
    onServer(
      infra
        .command('optimise')
        .description(
          'Makes the indexes that hot statements of measurements lack, while the tables are in use.',
        )
        .option('--dry-run', 'only show what would be made')
        .option('--yes', 'without being asked'),
    ),
    {
      examples: ['graphkeep infra optimise --dry-run', 'graphkeep infra optimise --yes'],
      run: async (work, { dryRun, yes, ...server }) =>
        withProduct(work, server, async ({ gk }) => {
          const plan = await gk.infra.optimisation.plan();
          const rows = plan.indexes.map(({ name, table, state, way, serves }) => [
            name,
            table,
            state,
            way,
            serves,
          ]);
          const text = tableOf(['INDEX', 'TABLE', 'STATE', 'WAY', 'FOR'], rows);
          if (dryRun || plan.toMake === 0) return { value: plan, text };
          const names = plan.indexes
            .filter(({ statements }) => statements.length > 0)
            .map(({ name }) => name);
          work.say(text);
          await work.confirm(`This makes ${names.join(', ')}.`, yes);
          const run = await follow(work, gk, await gk.infra.optimisation.apply({ confirm: plan.confirm }));
          if (run.state !== 'done') return { value: run, text: runText(run), exit: 'failed' };
          const left = await gk.infra.optimisation.plan();
          const isDone = left.toMake === 0;
          return {
            value: run.result,
            text: isDone ? names.map((name) => `${name} is made\n`).join('') : runText(run),
            exit: isDone ? 'ok' : 'failed',
          };
        }),
    },
  );
