import { Option } from '@commander-js/extra-typings';
import type { CommandOf } from '../frame/command-of.ts';

export const exportCommand: CommandOf = (program, { performs }) =>
  performs(
    program
      .command('export')
      .description(
        'Writes the graph to a file that any other graph takes in. Packed where the name ends in .gz or .zst.',
      )
      .argument('<file>', 'like graph.ndjson.zst')
      .addOption(
        new Option('--domain <domain>', 'whose nodes; all: also keys, audit, receipts and kept answers')
          .choices(['all', 'story', 'infra'] as const)
          .default('all' as const),
      )
      .option('--force', 'replace the file where it is there already'),
    {
      examples: ['graphkeep export graph.ndjson.zst', 'graphkeep export story.ndjson.gz --domain story'],
      run: async (work, { domain, force = false }, file) => {
        const [{ exportGraph }, { graphOf, openStore }, { writeExport }] = await Promise.all([
          import('@graphkeep/graph'),
          import('./stores.ts'),
          import('./export-file.ts'),
        ]);
        const { signal } = work;
        const config = work.config();
        await using opened = await openStore(config, { for: 'read' });
        const progress = work.progress('writing');
        const counted = countedLines(
          exportGraph(opened.store, graphOf(config, domain), { signal }),
          progress.tell,
        );
        await writeExport(file, counted.lines, { force, signal });
        progress.end();
        const { nodes, links, digest } = counted.end();
        return {
          value: { file, domain, nodes, links, digest },
          text: `${nodes} nodes and ${links} relationships are in ${file} (${digest})\n`,
        };
      },
    },
  );

interface End {
  readonly nodes: number;
  readonly links: number;
  readonly digest: string;
}

/** Lines as they pass, and what the last one says of all. */
const countedLines = (lines: AsyncIterable<string>, tell: (done: number) => void) => {
  let last = '{}';
  return {
    lines: (async function* () {
      let done = 0;
      for await (const line of lines) {
        last = line;
        tell(++done);
        yield line;
      }
    })(),
    end: (): End => (JSON.parse(last) as { readonly end: End }).end,
  };
};
