import type { CommandOf } from '../frame/command-of.ts';
import { tableOf, timeOf } from '../frame/table.ts';
import { wholeNumber } from '../frame/values.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';

const GIB = 1_024 ** 3;
const size = (bytes: number | null): string =>
  bytes === null ? '-' : `${(bytes / 1_024 ** 2).toFixed(1)} MiB`;

export const infraCapacity: CommandOf = (infra, { performs }) =>
  performs(
    onServer(
      infra
        .command('capacity')
        .description('Tells how large the tables of measurements are, and for how long there is room.')
        .option('--disk <GiB>', 'what the database may take', wholeNumber),
    ),
    {
      examples: ['graphkeep infra capacity --disk 100'],
      run: async (work, { disk, ...server }) => {
        const found = await withProduct(work, server, ({ gk }) =>
          gk.infra.optimisation.capacity(disk === undefined ? {} : { limitBytes: disk * GIB }, {
            signal: work.signal,
          }),
        );
        const rows = found.tables.map(({ table, rows: count, bytes, indexBytes, growthPerDay, oldest }) => [
          ...[table, count === null ? '-' : `${count}`, size(bytes), size(indexBytes), size(growthPerDay)],
          timeOf(oldest ?? undefined),
        ]);
        const room =
          disk === undefined
            ? ''
            : found.daysLeft === null
              ? 'When the disk is full is not known, or more than ten years away.\n'
              : `The disk is full in ${found.daysLeft} days.\n`;
        return {
          value: found,
          text: `${tableOf(['TABLE', 'ROWS', 'SIZE', 'INDEXES', 'A DAY', 'SINCE'], rows)}${room}`,
        };
      },
    },
  );
