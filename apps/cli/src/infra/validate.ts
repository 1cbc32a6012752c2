import type { CommandOf } from '../frame/command-of.ts';
import { Misuse } from '../frame/misuse.ts';
import { collected } from '../frame/values.ts';
import { follow } from '../jobs/follow.ts';
import { runText } from '../jobs/run-text.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';

export const validateInfra: CommandOf = (infra, { performs }) =>
  performs(
    onServer(
      infra
        .command('validate')
        .description('Looks whether stores, schema, measurements and graph are as they should be.')
        .option('--category <name>', 'only checks of this category; may be given more than once', collected),
    ),
    {
      examples: [
        'graphkeep infra validate',
        'graphkeep infra validate --category schema --category "graph quality"',
      ],
      run: async (work, { category, ...server }) => {
        const { renderValidation, validateInput, validationOf } = await import('@graphkeep/infra');
        const asked = validateInput.safeParse(category === undefined ? {} : { categories: category });
        if (!asked.success)
          throw new Misuse(
            `--category must be one of: ${validateInput.shape.categories.unwrap().element.options.join(', ')}.`,
          );
        return withProduct(work, server, async ({ gk }) => {
          const run = await follow(work, gk, await gk.infra.validation.start(asked.data));
          if (run.state !== 'done') return { value: run, text: runText(run), exit: 'failed' };
          const report = validationOf(run.result);
          const isWell = report.counts.failed + report.counts.error === 0;
          return { value: report, text: renderValidation(report), exit: isWell ? 'ok' : 'problems' };
        });
      },
    },
  );
