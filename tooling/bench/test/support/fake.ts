import { bench } from '../../src/command.ts';
import type { Suite } from '../../src/define-suite.ts';

/** A clock that moves only when work is done. */
export const fakeClock = () => {
  let time = 0;
  return {
    now: () => time,
    /** Work that takes so many milliseconds. */
    work: (ms: number) => async (): Promise<void> => {
      time += ms;
    },
  };
};

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command over these suites as `npm run bench -- …` does over the real ones. */
export const command = async (
  argv: readonly string[],
  suites: readonly Suite[],
  { clock = fakeClock(), signal = new AbortController().signal }: Partial<Parameters<typeof bench>[1]> = {},
): Promise<Outcome> => {
  const out: string[] = [];
  const err: string[] = [];
  const code = await bench(argv, {
    suites: Object.fromEntries(suites.map((suite) => [suite.name, async () => suite])),
    clock,
    signal,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
};
