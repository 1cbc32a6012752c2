import type { CommandOf } from '../frame/command-of.ts';
import { onServer } from '../reach/server-options.ts';
import { itemText, readSchema } from './read-schema.ts';

export const schemaDiff: CommandOf = (schema, { performs }) =>
  performs(
    onServer(
      schema
        .command('diff')
        .description(
          'Shows how the constraints and indexes of the graph differ from what its definitions ask for.',
        ),
    ),
    {
      examples: ['graphkeep schema diff', 'graphkeep schema diff --json'],
      run: async (work, options) => {
        const drift = await readSchema(work, options);
        const lines = [
          ...drift.missing.map((item) => `missing  ${itemText(item)}`),
          ...drift.changed.map(
            ({ wanted, found }) => `changed  ${itemText(wanted)}: there is ${itemText(found)}`,
          ),
          ...drift.extra.map(
            ({ item, ours }) =>
              `extra    ${itemText(item)}${ours ? ', made for a definition of before' : ''}`,
          ),
          ...drift.problems.filter((one) => !/ is missing/.test(one)).map((one) => `problem  ${one}`),
        ];
        return {
          value: drift,
          text: lines.length === 0 ? 'the graph is as its definitions ask\n' : `${lines.join('\n')}\n`,
          exit: drift.problems.length === 0 ? 'ok' : 'problems',
        };
      },
    },
  );
