import { resolve } from 'node:path';
import type { CommandOf } from '../frame/command-of.ts';
import { Misuse } from '../frame/misuse.ts';

export const moveCommand: CommandOf = (program, { performs }) =>
  performs(
    program
      .command('move')
      .description(
        'Carries all of a graph to another one: from the embedded engine to Neo4j, back, or to a new place.',
      )
      .requiredOption('--from <address>', 'file:FOLDER, bolt://… or neo4j://…')
      .requiredOption('--to <address>', 'the same; NEO4J_USERNAME and NEO4J_PASSWORD are those of both')
      .option(
        '--merge',
        'into a graph that is not empty: its nodes of the same keys become those of the other',
      )
      .option('--dry-run', 'only read the source: that all of it is of this graph, and can be decrypted here')
      .option('--yes', 'without being asked'),
    {
      examples: [
        'graphkeep move --from file:.graphkeep/graph --to bolt://localhost:7687 --dry-run',
        'graphkeep move --from file:.graphkeep/graph --to bolt://localhost:7687',
        'graphkeep move --from bolt://localhost:7687 --to file:.graphkeep/graph',
      ],
      run: async (work, { from, to, dryRun, merge = false, yes }) => {
        for (const address of [from, to])
          if (!/^(file:.|(bolt|neo4j)(\+s|\+ssc)?:\/\/.)/.test(address))
            throw new Misuse(
              `${address} is no address of a graph: it must be file:FOLDER, bolt://… or neo4j://….`,
            );
        if (placeOf(from) === placeOf(to)) throw new Misuse('--from and --to are the same graph.');
        if (merge && !dryRun)
          await work.confirm(`Nodes of ${to} that are in ${from} too become what they are there.`, yes);
        const [{ exportGraph }, { graphOf, openStore, shownUrl }, { fill }] = await Promise.all([
          import('@graphkeep/graph'),
          import('./stores.ts'),
          import('./fill.ts'),
        ]);
        const config = work.config();
        const graph = graphOf(config, 'all');
        await using source = await openStore(config, { url: from, for: 'read' });
        const lines = () => exportGraph(source.store, graph, { signal: work.signal });
        // The source is closed when this has ended.
        if (dryRun) return await (await import('./check.ts')).check(work, graph, lines);
        return await fill(work, { graph, lines, source: shownUrl(from), url: to, merge });
      },
    },
  );

const placeOf = (address: string): string =>
  address.startsWith('file:') ? resolve(address.slice('file:'.length)) : address.replace(/\/+$/, '');
