import type { CommandOf } from '../frame/command-of.ts';
import { tableOf, timeOf } from '../frame/table.ts';
import { wholeNumber } from '../frame/values.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';

export const eraseReceipts: CommandOf = (erase, { performs }) =>
  performs(
    onServer(
      erase
        .command('receipts')
        .description('Lists erasures, the newest first.')
        .option('--limit <count>', 'how many (default: 20)', wholeNumber),
    ),
    {
      examples: ['graphkeep erase receipts', 'graphkeep erase receipts --limit 100 --json'],
      run: async (work, { limit = 20, ...server }) => {
        const { items } = await withProduct(work, server, ({ gk }) =>
          gk.story.privacy.receipts({ limit }, { signal: work.signal }),
        );
        const rows = items.map(({ erasureId, pseudonym, requestedAt, doneAt }) => [
          ...[erasureId, pseudonym, timeOf(requestedAt), timeOf(doneAt)],
        ]);
        return { value: items, text: tableOf(['RECEIPT', 'OF', 'ASKED FOR', 'DONE'], rows) };
      },
    },
  );
