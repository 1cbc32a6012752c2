import { parseArgs } from 'node:util';
import { type Settings, scales } from './settings.ts';

export interface Arguments {
  readonly suites: readonly string[];
  readonly quick: boolean;
  readonly json: string | undefined;
  readonly filter: string | undefined;
  readonly settings: Settings;
}

export const usage =
  'npm run bench -- SUITE… [--quick] [--json FILE] [--filter TEXT] [--sessions N] [--seconds N] [--rate N] [--scale 100k|1m|10m]';

/** What was asked for; throws with what would be right. */
export const readArguments = (argv: readonly string[], known: readonly string[]): Arguments => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      filter: { type: 'string' },
      sessions: { type: 'string' },
      seconds: { type: 'string' },
      rate: { type: 'string' },
      scale: { type: 'string' },
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
    settings: {
      ...numberOf('sessions', values.sessions),
      ...numberOf('seconds', values.seconds),
      ...numberOf('rate', values.rate),
      ...scaleOf(values.scale),
    },
  };
};

const numberOf = <N extends string>(name: N, text: string | undefined): Partial<Record<N, number>> => {
  if (text === undefined) return {};
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name} must be a whole number from 1, not "${text}".`);
  return { [name]: value } as Record<N, number>;
};

const scaleOf = (text: string | undefined): Pick<Settings, 'scale'> => {
  if (text === undefined) return {};
  const scale = scales.find((one) => one === text);
  if (scale === undefined) throw new Error(`--scale must be one of ${scales.join(', ')}, not "${text}".`);
  return { scale };
};
