import type { CommandOf } from '../frame/command-of.ts';
import { tableOf } from '../frame/table.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';

export const explainInfra: CommandOf = (infra, { performs }) =>
  performs(
    onServer(
      infra
        .command('explain')
        .description('Runs the hot statements of measurements once each, and tells what they read.'),
    ),
    {
      examples: ['graphkeep infra explain', 'graphkeep infra explain --json'],
      run: async (work, options) => {
        const { statements } = await withProduct(work, options, ({ gk }) =>
          gk.infra.optimisation.explain({}, { signal: work.signal }),
        );
        const rows = statements.map(({ name, index, plan, problem }) =>
          plan
            ? [
                name,
                plan.indexes.includes(index) ? 'yes' : 'no',
                `${plan.rows}`,
                `${plan.rowsRead}`,
                `${plan.buffers}`,
                plan.tookMs.toFixed(1),
              ]
            : [name, '-', '-', '-', '-', problem ?? '-'],
        );
        const advice = statements.flatMap(({ recommendations }) => recommendations);
        const table = tableOf(['STATEMENT', 'ITS INDEX', 'ROWS', 'READ', 'PAGES', 'MS'], rows);
        return { value: statements, text: [table, ...advice.map((one) => `${one}\n`)].join('') };
      },
    },
  );
