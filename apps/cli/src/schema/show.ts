import type { CommandOf } from '../frame/command-of.ts';
import { tableOf } from '../frame/table.ts';

export const showSchema: CommandOf = (schema, { performs }) =>
  performs(
    schema
      .command('show')
      .description('Lists the nodes that are defined, with their keys, constraints and indexes.'),
    {
      examples: ['graphkeep schema show', 'graphkeep schema show --json'],
      run: async (work) => {
        const [{ domainsFor }, { storedGraph }] = await Promise.all([
          import('@graphkeep/server'),
          import('@graphkeep/platform'),
        ]);
        const nodes = Object.values(storedGraph(domainsFor(work.config()).graph)).map(
          ({ label, key, owner, unique, indexes, fullText, vectors }) => ({
            ...{ label, key, owner: owner ?? null, unique, indexes, fullText, vectors: Object.keys(vectors) },
          }),
        );
        const rows = nodes.map(({ label, key, owner, unique, indexes, fullText, vectors }) => [
          ...[
            label,
            key,
            owner ?? 'shared',
            unique.join(', '),
            indexes.map((one) => one.join('+')).join(', '),
          ],
          [...fullText, ...vectors].join(', '),
        ]);
        const headings = ['NODE', 'KEY', 'OWNER', 'UNIQUE', 'INDEXES', 'SEARCHED'];
        return { value: nodes, text: tableOf(headings, rows) };
      },
    },
  );
