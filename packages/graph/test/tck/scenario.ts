import { isGraphkeepError } from '@graphkeep/core';
import { type Contents, differences, EMPTY, KINDS } from './contents.ts';
import type { Scenario, Step } from './feature.ts';
import { readValue, textOf } from './value.ts';

interface Answer {
  readonly keys: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** What a scenario runs on. */
export interface Subject {
  run(text: string, params: Record<string, unknown>): Promise<Answer>;
  contents(): Promise<Contents>;
}

export type Verdict =
  | { readonly is: 'right' }
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'wrong'; readonly why: string };

type Outcome = { readonly answer: Answer } | { readonly error: unknown };

/** Runs a scenario's steps in their order, and judges the first that is not answered as it should be. */
export const judge = async (
  { steps }: Scenario,
  subject: Subject,
  graph: (name: string) => string,
): Promise<Verdict> => {
  const params: Record<string, unknown> = {};
  let outcome: Outcome | undefined;
  let before: Contents | undefined;
  let isPrepared = false;
  for (const step of steps) {
    const statement = statementOf(step, graph);
    if (statement !== undefined) {
      if (step.text === 'executing query:') before = isPrepared ? await subject.contents() : EMPTY;
      isPrepared = true;
      outcome = await subject.run(statement, params).then(
        (answer) => ({ answer }),
        (error: unknown) => ({ error }),
      );
      if ('error' in outcome && isRefusal(outcome.error))
        return { is: 'refused', why: messageOf(outcome.error) };
    } else if (step.text === 'parameters are:') {
      for (const [name = '', value = ''] of step.table) params[name] = readValue(value);
    } else if (!PREPARED.test(step.text)) {
      const why = await complaint(step, outcome, before, subject);
      if (why !== undefined) return { is: 'wrong', why };
    }
  }
  return { is: 'right' };
};

/** Procedures of one's own cannot be made here: a statement that calls one is refused. */
const PREPARED = /^(an empty|any) graph$|^there exists a procedure/;

const statementOf = ({ text, body }: Step, graph: (name: string) => string): string | undefined => {
  const named = /^the (\S+) graph$/.exec(text)?.[1];
  if (named !== undefined) return graph(named);
  return /^(having executed|executing (control )?query):$/.test(text) ? body : undefined;
};

const isRefusal = (error: unknown): boolean => isGraphkeepError(error) && error.code === 'unsupported';
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const complaint = async (
  step: Step,
  outcome: Outcome | undefined,
  before: Contents | undefined,
  subject: Subject,
): Promise<string | undefined> => {
  if (!outcome) return 'nothing was run';
  if (/ should be raised at /.test(step.text))
    return 'answer' in outcome
      ? `no error: ${rowTexts(outcome.answer).join('\n')}`
      : isGraphkeepError(outcome.error) && outcome.error.code === 'invalid_input'
        ? undefined
        : `another error: ${messageOf(outcome.error)}`;
  if ('error' in outcome) return `an error: ${messageOf(outcome.error)}`;
  if (step.text.startsWith('the result should be')) return compare(step, outcome.answer);
  if (/side effects/.test(step.text) && before) return effects(step, before, await subject.contents());
  throw new Error(`a step that nobody knows: ${step.text}`);
};

const compare = ({ text, table }: Step, answer: Answer): string | undefined => {
  const [header = [], ...expected] = table;
  const listOrder = text.includes('ignoring element order') ? 'ignored' : 'kept';
  if (!text.endsWith('be empty') && header.join() !== answer.keys.join())
    return `the columns ${answer.keys.join()}, not ${header.join()}`;
  const want = expected.map((row) => row.map((cell) => textOf(readValue(cell), listOrder)).join(' | '));
  const have = rowTexts(answer, listOrder);
  if (!text.includes('in order')) {
    want.sort();
    have.sort();
  }
  return want.join('\n') === have.join('\n')
    ? undefined
    : `the rows\n${have.join('\n')}\nnot\n${want.join('\n')}`;
};

const rowTexts = ({ rows }: Answer, listOrder?: 'kept' | 'ignored'): string[] =>
  rows.map((row) => row.map((cell) => textOf(cell, listOrder)).join(' | '));

const effects = ({ table }: Step, before: Contents, after: Contents): string | undefined => {
  const expected = new Map(table.map(([name = '', count = '']) => [name, Number(count)]));
  for (const kind of KINDS)
    for (const [sign, count] of Object.entries(differences(before[kind], after[kind])))
      if (count !== (expected.get(`${sign}${kind}`) ?? 0))
        return `${sign}${kind} ${count}, not ${expected.get(`${sign}${kind}`) ?? 0}`;
  return undefined;
};
