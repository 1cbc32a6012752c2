import { type ConfigRow, describeConfig } from '@graphkeep/core';
import type { CommandOf } from '../frame/command-of.ts';
import { tableOf } from '../frame/table.ts';

export const printConfig: CommandOf = (config, { performs }) =>
  performs(
    config.command('print').description('Shows every option, where its value comes from, and no secret.'),
    {
      examples: ['graphkeep config print', 'graphkeep config print --json'],
      run: async ({ config: load }) => {
        const rows = describeConfig(load());
        return { value: rows, text: tableOf(['OPTION', 'VALUE', 'FROM'], rows.map(cellsOf)) };
      },
    },
  );

const cellsOf = ({ name, value, unit, source }: ConfigRow): string[] => {
  if (value === '') return [name, '-', ''];
  return [name, unit === undefined ? value : `${value} ${unit}`, source];
};
