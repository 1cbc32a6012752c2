import type { Scope, ValueBench } from '../define-suite.ts';
import { type Result, valueResult } from '../report/result.ts';
import type { RunContext } from './context.ts';
import type { Step } from './step.ts';

export const runValues = async <Stores>(
  { id, subject = 'graphkeep', unit, goal, rounds, measure }: ValueBench<Stores>,
  stores: Stores,
  scope: Scope,
  step: Step,
  { method }: RunContext,
): Promise<Result[]> => {
  const once = (): Promise<number> => step(`${id}, a measurement`, () => measure(stores, scope));
  if (rounds === undefined) await once();
  const values: number[] = [];
  while (values.length < (rounds ?? method.rounds)) values.push(await once());
  return [valueResult({ id, subject, unit, values }, goal)];
};
