import type { Config } from '@graphkeep/core';
import { CostMetrics, DailyCost, ofSeries } from '@graphkeep/models/infra';
import { costAnalysis, sumOf } from '../../series/cost-analysis.ts';
import { daysOf, type Range } from '../../series/range.ts';
import { tableOf } from '../figures.ts';
import { forecastOf } from '../forecast.ts';
import { startOfMonth } from '../periods.ts';
import { measuredSection } from '../section.ts';

const DAY_MS = 86_400_000;

/** What a fiscal year has cost, held against its budget, and what it will. */
export const budgetSection = measuredSection({
  part: 'budget',
  label: 'Budget',
  sources: ofSeries('cost_metrics'),
  series: CostMetrics,
  sums: DailyCost,
  rows: 'steady',
  read: async (measured, range, { platform }) => {
    const costs = await costAnalysis(measured, { ...range, breakdown: 'costCenter' });
    const { budget } = platform.config.infra;
    const year = fiscalYearOf(range);
    const yearDays = daysOf(year);
    const measuredDays = costs.days.filter(({ cost }) => cost !== null).length;
    const last = costs.days.at(-1)?.day;
    // Of a year that is over nothing is left to be forecast.
    const daysLeft =
      last && range.end < year.end ? Math.round((year.end.getTime() - last.getTime()) / DAY_MS) - 1 : 0;
    return {
      costs,
      budget,
      year,
      measuredDays,
      passedDays: Math.ceil(daysOf(range)),
      /** Of the days that were measured: a day without figures is not held against it. */
      budgetSoFar: budget ? (budget.total * measuredDays) / yearDays : null,
      shareOfYear: measuredDays / yearDays,
      forecast: forecastOf(costs.days, daysLeft),
    };
  },
  facts: [
    {
      name: 'budget.actual',
      label: 'Cost so far',
      unit: 'money',
      kind: 'sum',
      level: 'ceo',
      of: ({ costs }) => costs.total,
    },
    {
      name: 'budget.year',
      label: 'Budget of the year',
      unit: 'money',
      kind: 'state',
      level: 'ceo',
      alone: true,
      of: ({ budget }) => budget?.total ?? null,
    },
    {
      name: 'budget.soFar',
      label: 'Budget of the days that were measured',
      unit: 'money',
      kind: 'state',
      level: 'cio',
      alone: true,
      of: ({ budgetSoFar }) => budgetSoFar,
    },
    {
      name: 'budget.over',
      label: 'Over budget so far',
      unit: 'money',
      kind: 'state',
      level: 'ceo',
      alone: true,
      of: ({ costs, budgetSoFar }) => minus(costs.total, budgetSoFar),
    },
    {
      name: 'budget.forecast',
      label: 'Cost of the year, forecast',
      unit: 'money',
      kind: 'state',
      level: 'ceo',
      alone: true,
      of: ({ costs, forecast }) => plus(costs.total, forecast?.expected),
    },
    {
      name: 'budget.forecastLow',
      label: 'Forecast, at least',
      unit: 'money',
      kind: 'state',
      level: 'cio',
      alone: true,
      of: ({ costs, forecast }) => plus(costs.total, forecast?.low),
    },
    {
      name: 'budget.forecastHigh',
      label: 'Forecast, at most',
      unit: 'money',
      kind: 'state',
      level: 'cio',
      alone: true,
      of: ({ costs, forecast }) => plus(costs.total, forecast?.high),
    },
    {
      name: 'budget.forecastOver',
      label: 'Over budget, forecast',
      unit: 'money',
      kind: 'state',
      level: 'ceo',
      alone: true,
      of: ({ costs, forecast, budget }) =>
        minus(plus(costs.total, forecast?.expected), budget?.total ?? null),
    },
    {
      name: 'budget.daysMeasured',
      label: 'Days measured',
      unit: 'count',
      kind: 'state',
      level: 'director',
      alone: true,
      of: ({ measuredDays }) => measuredDays,
    },
    {
      name: 'budget.daysPassed',
      label: 'Days passed',
      unit: 'count',
      kind: 'state',
      level: 'director',
      alone: true,
      of: ({ passedDays }) => passedDays,
    },
  ],
  tables: ({ costs, budget, year, forecast, shareOfYear }) => [
    tableOf(
      { name: 'budget.method', label: 'How it is forecast', level: 'ceo' },
      forecast ? [forecast] : [],
      [
        ['method', 'Method', 'text', ({ method }) => METHODS[method]],
        ['days', 'Made from days', 'count', ({ days }) => days],
        ['confidence', 'Lies between least and most', 'share', ({ confidence }) => confidence],
      ],
    ),
    tableOf(
      { name: 'budget.byCenter', label: 'By cost centre', level: 'director' },
      centersOf(costs.breakdown, budget),
      [
        ['center', 'Cost centre', 'text', ({ name }) => name],
        ['actual', 'Cost so far', 'money', ({ cost }) => cost],
        ['budget', 'Budget of the year', 'money', ({ annual }) => annual],
        [
          'over',
          'Over budget so far',
          'money',
          ({ cost, annual }) => minus(cost, annual === null ? null : annual * shareOfYear),
        ],
      ],
    ),
    tableOf({ name: 'budget.days', label: 'By day', level: 'team' }, costs.days, [
      ['day', 'Day', 'date', ({ day }) => day],
      ['actual', 'Cost', 'money', ({ cost }) => cost],
    ]),
    tableOf({ name: 'budget.byMonth', label: 'By month', level: 'director' }, monthsOf(costs.days, year), [
      ['month', 'Month', 'date', ({ month }) => month],
      ['actual', 'Cost', 'money', ({ actual }) => actual],
      ['budget', 'Budget', 'money', ({ share }) => (budget ? budget.total * share : null)],
      ['days', 'Days measured', 'count', ({ days }) => days],
    ]),
  ],
});

const METHODS = {
  mean: 'the mean of the last whole weeks, for each day that is left',
  trend: 'a straight line through the last whole weeks, for each day that is left',
} as const;

const plus = (value: number | null, more: number | undefined): number | null =>
  value === null || more === undefined ? null : value + more;
const minus = (value: number | null, less: number | null): number | null =>
  value === null || less === null ? null : value - less;

/** The whole of the year that this time is of, which begins where it does. */
const fiscalYearOf = ({ start }: Range): Range => ({
  start,
  end: startOfMonth((start.getUTCFullYear() + 1) * 12 + start.getUTCMonth()),
});

type Budget = Config['infra']['budget'];

/** Each cost centre that cost something, or was to. */
const centersOf = (
  breakdown: readonly { readonly name: string | null; readonly cost: number | null }[],
  budget: Budget,
) => {
  const planned = new Map(Object.entries(budget?.by ?? {}));
  const known = breakdown.map(({ name, cost }) => ({ name, cost, annual: planned.get(name ?? '') ?? null }));
  const names = new Set(breakdown.map(({ name }) => name));
  const silent = [...planned].filter(([name]) => !names.has(name));
  return [...known, ...silent.map(([name, annual]) => ({ name, cost: null, annual }))];
};

/** All twelve, with what was measured of each. */
const monthsOf = (
  days: readonly { readonly day: Date; readonly cost: number | null }[],
  { start, end }: Range,
) => {
  const first = start.getUTCFullYear() * 12 + start.getUTCMonth();
  return Array.from({ length: 12 }, (_, at) => {
    const range = { start: startOfMonth(first + at), end: startOfMonth(first + at + 1) };
    const own = days.filter(({ day }) => day >= range.start && day < range.end);
    return {
      month: range.start,
      actual: sumOf(own.map(({ cost }) => cost)),
      share: daysOf(range) / daysOf({ start, end }),
      days: own.length,
    };
  });
};
