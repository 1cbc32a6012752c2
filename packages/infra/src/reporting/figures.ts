import type { ReportCell, ReportFigure, ReportLevel, ReportTable } from '@graphkeep/models/infra';
import { daysOf } from '../series/range.ts';
import type { Period } from './periods.ts';

type Unit = ReportFigure['unit'];

/** One figure of a section, and how it is taken from what was read. */
export interface Fact<T> extends Pick<ReportFigure, 'name' | 'label' | 'unit' | 'kind' | 'level'> {
  readonly of: (value: T) => number | null;
  /** Whether there is nothing that it could be compared with. @default false */
  readonly alone?: boolean;
}

/** What is missing on either side leaves a figure without a comparison, and is never taken for nothing. */
export const figuresOf = <T>(
  facts: readonly Fact<T>[],
  current: T | null,
  previous: T | null,
  period: Period,
): readonly ReportFigure[] =>
  facts.map(({ of, alone = false, ...fact }) => {
    const value = current === null ? null : finite(of(current));
    const before = previous === null || alone ? null : finite(of(previous));
    return {
      ...fact,
      value,
      previous: before,
      change: value === null || before === null ? null : value - before,
      changeShare: value === null || before === null ? null : changeShare(fact.kind, value, before, period),
    };
  });

/** Sums are compared by the day: a month of 31 days is not better than one of 28 for that alone. */
const changeShare = (
  kind: ReportFigure['kind'],
  value: number,
  before: number,
  { range, previous }: Period,
): number | null => {
  if (before === 0) return null;
  const ratio = value / before;
  return (kind === 'sum' ? (ratio * daysOf(previous)) / daysOf(range) : ratio) - 1;
};

const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;

type Column<R> = readonly [name: string, label: string, unit: Unit, of: (row: R) => ReportCell | undefined];

export const tableOf = <R>(
  table: { readonly name: string; readonly label: string; readonly level: ReportLevel },
  rows: readonly R[],
  columns: readonly Column<R>[],
): ReportTable => ({
  ...table,
  columns: columns.map(([name, label, unit]) => ({ name, label, unit })),
  rows: rows.map((row) => Object.fromEntries(columns.map(([name, , , of]) => [name, of(row) ?? null]))),
});
