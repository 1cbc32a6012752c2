import { basename } from 'node:path';
import type { CommandOf } from '../frame/command-of.ts';

export const importCommand: CommandOf = (program, { performs }) =>
  performs(
    program
      .command('import')
      .description('Fills the graph from a file that `graphkeep export` wrote, and compares the two.')
      .argument('<file>', 'like graph.ndjson.zst')
      .option('--dry-run', 'only read the file: that it is whole, of this graph, and can be decrypted here')
      .option(
        '--merge',
        'into a graph that is not empty: its nodes of the same keys become those of the file',
      )
      .option('--yes', 'without being asked'),
    {
      examples: ['graphkeep import graph.ndjson.zst --dry-run', 'graphkeep import graph.ndjson.zst'],
      run: async (work, { dryRun, merge = false, yes }, file) => {
        const [{ graphOf }, { readExport }] = await Promise.all([
          import('./stores.ts'),
          import('./export-file.ts'),
        ]);
        const config = work.config();
        const graph = graphOf(config, 'all');
        const lines = () => readExport(file);
        if (dryRun) {
          const { check } = await import('./check.ts');
          return check(work, graph, lines);
        }
        if (merge)
          await work.confirm(`Nodes of the graph that are in ${file} too become what they are there.`, yes);
        const { fill } = await import('./fill.ts');
        return fill(work, { graph, lines, source: basename(file), url: config.graph.url, merge });
      },
    },
  );
