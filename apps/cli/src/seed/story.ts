import type { CommandOf } from '../frame/command-of.ts';
import { wholeNumber } from '../frame/values.ts';

export const seedStory: CommandOf = (seed, { performs }) =>
  performs(
    seed
      .command('story')
      .description(
        'Makes players who have played for weeks, in every state that there is. The same again adds nothing.',
      )
      .option('--players <count>', 'how many (default: 50)', wholeNumber)
      .option(
        '--seed <number>',
        'the same number makes the same players, with the same ids (default: 1)',
        wholeNumber,
      ),
    {
      examples: ['graphkeep seed story', 'graphkeep seed story --players 500 --seed 2 --json'],
      run: async (work, { players, seed: number }) => {
        const { withStores } = await import('../reach/product.ts');
        const [{ storyOf }, demo, { systemOf }] = await Promise.all([
          import('@graphkeep/api'),
          import('@graphkeep/story/demo'),
          import('./system-of.ts'),
        ]);
        const { signal } = work;
        return withStores(work, async ({ platform }) => {
          const progress = work.progress('players');
          const report = await demo.seedStory(storyOf(systemOf(platform)), {
            ...(players !== undefined && { players }),
            ...(number !== undefined && { seed: number }),
            signal,
            onProgress: ({ done, total }) => progress.tell(done, total),
          });
          progress.end();
          return { value: report, text: textOf(report) };
        });
      },
    },
  );

interface Report {
  readonly made: number;
  readonly there: number;
  readonly erased: number;
  readonly nodes: Readonly<Record<string, number>>;
  readonly links: number;
}

const textOf = ({ made, there, erased, nodes, links }: Report): string => {
  const count = Object.values(nodes).reduce((sum, one) => sum + one, 0);
  return [
    `${made} players are made, with ${count} nodes and ${links} relationships\n`,
    ...(there > 0 ? [`${there} players were there already, and stay as they are\n`] : []),
    ...(erased > 0 ? [`${erased} players were erased, and are not made again\n`] : []),
  ].join('');
};
