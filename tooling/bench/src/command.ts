import { open, writeFile } from 'node:fs/promises';
import { type Arguments, readArguments, usage } from './arguments.ts';
import type { Suite } from './define-suite.ts';
import { toJson } from './report/json.ts';
import { describeMachine } from './report/machine.ts';
import type { Result } from './report/result.ts';
import { table } from './report/table.ts';
import { type Clock, quick, thorough } from './run/context.ts';
import { inOneLine } from './run/in-one-line.ts';
import type { Suites } from './suites.ts';

export interface Surroundings {
  readonly suites: Suites;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly out: (line: string) => void;
  /** For progress and failures. */
  readonly err: (line: string) => void;
}

/** Runs the command line; answers with the exit code: 0, also when goals were missed; 1 after an error; 2 for wrong usage. */
export const bench = async (argv: readonly string[], surroundings: Surroundings): Promise<number> => {
  const { clock, err, out, signal } = surroundings;
  let asked: Arguments;
  let suites: Suite[];
  try {
    asked = readArguments(argv, Object.keys(surroundings.suites));
    suites = await chosen(asked, surroundings.suites);
    await writable(asked.json);
  } catch (error) {
    err(`${inOneLine(error)}\nUsage: ${usage}`);
    return 2;
  }

  const method = asked.quick ? quick : thorough;
  const failures: string[] = [];
  const results: Result[] = [];
  for (const suite of suites)
    results.push(
      ...(await suite.run({
        ...{ clock, method, signal, quick: asked.quick, settings: asked.settings },
        matches: (id) => matches(id, asked),
        progress: (line) => err(`… ${line}`),
        failed: (line) => failures.push(line),
      })),
    );

  out(await describeMachine());
  out(`${method.rounds} rounds of at least ${method.roundMs} ms for each subject, in turn\n`);
  if (results.length > 0) out(table(results));
  const judged = results.filter(({ met }) => met !== null);
  const reached = judged.filter(({ met }) => met).length;
  out(`\n${reached} goals met, ${judged.length - reached} missed, ${failures.length} errors`);
  for (const failure of failures) err(failure);
  if (asked.json !== undefined) await writeFile(asked.json, toJson(results));
  return failures.length > 0 || signal.aborted ? 1 : 0;
};

const matches = (id: string, { filter }: Arguments): boolean => filter === undefined || id.includes(filter);

/** The suites that have a bench to run. */
const chosen = async (asked: Arguments, suites: Suites): Promise<Suite[]> => {
  const loaded: Suite[] = [];
  for (const [name, load] of Object.entries(suites))
    if (asked.suites.includes(name)) loaded.push(await load());
  const ids = loaded.flatMap((suite) => suite.ids);
  const running = loaded.filter((suite) => suite.ids.some((id) => matches(id, asked)));
  if (running.length === 0)
    throw new Error(`No bench has "${asked.filter}" in its id. There are: ${ids.join(', ')}.`);
  return running;
};

/** Asked before, not after an hour of work. */
const writable = async (file: string | undefined): Promise<void> => {
  if (file === undefined) return;
  const handle = await open(file, 'a');
  await handle.close();
};
