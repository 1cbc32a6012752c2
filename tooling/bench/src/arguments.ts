import { parseArgs } from 'node:util';

export interface Arguments {
  readonly suites: readonly string[];
  readonly quick: boolean;
  readonly json: string | undefined;
  readonly filter: string | undefined;
}

export const usage = 'npm run bench -- SUITE… [--quick] [--json FILE] [--filter TEXT]';

/** What was asked for; throws with what would be right. */
export const readArguments = (argv: readonly string[], known: readonly string[]): Arguments => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      filter: { type: 'string' },
    },
  });
  const there = `There are: ${known.join(', ')}.`;
  if (positionals.length === 0) throw new Error(`Name at least one suite. ${there}`);
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`There is no suite "${unknown}". ${there}`);
  return {
    suites: [...new Set(positionals)],
    quick: values.quick,
    json: values.json,
    filter: values.filter,
  };
};
