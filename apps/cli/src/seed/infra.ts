import type { CommandOf } from '../frame/command-of.ts';
import { wholeNumber } from '../frame/values.ts';

const DAY_MS = 86_400_000;

export const seedInfra: CommandOf = (seed, { performs }) =>
  performs(
    seed
      .command('infra')
      .description('Makes an estate with its measurements, and with faults that are to be found.')
      .option('--services <count>', 'how many (default: 40)', wholeNumber)
      .option('--seed <number>', 'the same number makes the same estate (default: 1)', wholeNumber)
      .option('--days <count>', 'of measurements, up to the begin of today (default: 7)', wholeNumber),
    {
      examples: ['graphkeep seed infra', 'graphkeep seed infra --services 400 --days 30'],
      run: async (work, { services, seed: number, days = 7 }) => {
        const [{ infraOf }, infra, { withStores }, { systemOf }] = await Promise.all([
          import('@graphkeep/api'),
          import('@graphkeep/infra'),
          import('../reach/product.ts'),
          import('./system-of.ts'),
        ]);
        const { signal } = work;
        const estate = infra.estateOf({
          ...(number !== undefined && { seed: number }),
          ...(services !== undefined && { services }),
        });
        return withStores(work, async ({ platform }) => {
          const system = infraOf(systemOf(platform));
          const made = { nodes: 0, links: 0 };
          const nodes = work.progress('nodes and relationships');
          await infra.storeEstate(system, estate, {
            signal,
            onProgress: (done) => {
              Object.assign(made, done);
              nodes.tell(done.nodes + done.links);
            },
          });
          nodes.end();
          // Whole days: the same command adds nothing until the next one begins.
          const end = new Date(Math.floor(system.now().getTime() / DAY_MS) * DAY_MS);
          const rows = work.progress('measurements');
          const measured =
            days === 0
              ? { inserted: 0, duplicates: 0, rejected: 0 }
              : await infra.storeMeasurements(
                  system,
                  infra.estateMeasurements(estate, {
                    ...(number !== undefined && { seed: number }),
                    ...{ start: new Date(end.getTime() - days * DAY_MS), end },
                  }),
                  { signal, onProgress: ({ inserted, duplicates }) => rows.tell(inserted + duplicates) },
                );
          rows.end();
          const there = measured.duplicates > 0 ? `, ${measured.duplicates} were there already` : '';
          return {
            value: { ...made, measurements: measured },
            text: `${made.nodes} nodes and ${made.links} relationships are there\n${measured.inserted} measurements are added${there}\n`,
          };
        });
      },
    },
  );
