import type { CommandOf } from '../frame/command-of.ts';
import { duration } from '../frame/values.ts';
import { withProduct } from '../reach/product.ts';
import { onServer } from '../reach/server-options.ts';
import { shownOnce } from './shown-once.ts';

export const rotateKey: CommandOf = (keys, { performs }) =>
  performs(
    onServer(
      keys
        .command('rotate')
        .description('Makes a successor to a key, and shows it: this once.')
        .argument('<key>', 'its id, like key_…')
        .option('--overlap <time>', 'how long the old one is taken beside it (default: a day)', duration),
    ),
    {
      examples: ['graphkeep keys rotate key_01jd… --overlap 1h'],
      run: async (work, { overlap, ...server }, keyId) => {
        const made = await withProduct(work, server, ({ gk }) =>
          gk.system.keys.rotate({ keyId, ...(overlap !== undefined && { overlapMs: overlap }) }),
        );
        work.say(`${made.keyId} takes the place of ${keyId}. Its text is shown this once:`);
        return shownOnce(made);
      },
    },
  );
