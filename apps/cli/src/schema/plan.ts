import type { CommandOf } from '../frame/command-of.ts';
import { onServer } from '../reach/server-options.ts';
import { type Drift, itemText, readSchema } from './read-schema.ts';

export const schemaPlan: CommandOf = (schema, { performs }) =>
  performs(
    onServer(
      schema
        .command('plan')
        .description('Shows what the next start of a server makes in the graph, and what it leaves alone.'),
    ),
    {
      examples: ['graphkeep schema plan'],
      run: async (work, options) => {
        const drift = await readSchema(work, options);
        const steps = stepsOf(drift);
        const lines = steps.map(({ does, what }) => `${does} ${what}\n`);
        return { value: steps, text: lines.join('') || 'nothing is to be done\n' };
      },
    },
  );

const stepsOf = ({ missing, changed, extra }: Drift) => [
  ...missing.map((item) => ({ does: 'make', what: itemText(item) })),
  ...changed.map(({ wanted, found }) => ({
    does: 'replace',
    what: `${itemText(found)} by ${itemText(wanted)}`,
  })),
  ...extra.map(({ item }) => ({ does: 'leave', what: itemText(item) })),
];
