import { run } from '../../src/run.ts';
import type { Terminal } from '../../src/terminal.ts';

export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** A terminal at which nobody sits. */
export const terminalOf = (more: Partial<Terminal> = {}): Terminal => ({
  env: {},
  out: () => {},
  err: () => {},
  interactive: false,
  ask: async () => 'no',
  interrupted: () => new AbortController().signal,
  ...more,
});

/** A command line without a new process, which costs half a second. */
export const runHere = async (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  person: Partial<Terminal> = {},
): Promise<Ran> => {
  let out = '';
  let err = '';
  const terminal = terminalOf({
    env,
    out: (more) => {
      out += more;
    },
    err: (more) => {
      err += more;
    },
    ...person,
  });
  const code = await run(args, terminal);
  return { out, err, code };
};
