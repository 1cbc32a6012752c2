import type { CommandOf } from '../frame/command-of.ts';
import { tableOf } from '../frame/table.ts';
import { follow } from '../jobs/follow.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';

export const erasePlayer: CommandOf = (erase, { performs }) =>
  performs(
    onServer(
      erase
        .command('player')
        .description(
          'Erases a player and all that is theirs, for good, and answers a receipt that names nobody.',
        )
        .argument('<player>', 'the id, like ply_…')
        .option('--dry-run', 'only show what would go')
        .option('--yes', 'without being asked'),
    ),
    {
      examples: [
        'graphkeep erase player ply_01jd… --dry-run',
        'graphkeep erase player ply_01jd… --yes --json',
      ],
      run: async (work, { dryRun, yes, ...server }, playerId) =>
        withProduct(work, server, async ({ gk }) => {
          const { confirm, ...plan } = await gk.story.privacy.planErasure(
            { playerId },
            { signal: work.signal },
          );
          const text = countsText(plan.counts, plan.total);
          if (dryRun) return { value: { plan }, text };
          work.say(text);
          await work.confirm(`All of it is erased for good.`, yes);
          const { erasureId, job } = await gk.story.privacy.erase({ confirm });
          const { state, error } = await follow(work, gk, job);
          const receipt = await gk.story.privacy.receipt({ erasureId });
          if (state !== 'done')
            return {
              value: { plan, receipt, error },
              text: `The erasure ${erasureId} is not done: ${error ?? state}. It goes on with the next run of \`graphkeep erase player\`.\n`,
              exit: 'failed',
            };
          return {
            value: { plan, receipt },
            text: `erased; the receipt is ${erasureId}, of ${receipt.pseudonym}\n`,
          };
        }),
    },
  );

const countsText = (counts: Readonly<Record<string, number>>, total: number): string =>
  tableOf(
    ['TYPE', 'COUNT'],
    [...Object.entries(counts).map(([type, count]) => [type, String(count)]), ['in all', String(total)]],
  );
