import { CostMetrics, DailyCost, ofSeries } from '@graphkeep/models/infra';
import { costAnalysis } from '../../series/cost-analysis.ts';
import { tableOf } from '../figures.ts';
import { measuredSection } from '../section.ts';

const MOST = 1_000;
const LISTED = 50;

/** What the estate cost, and what of that was wasted. */
export const costSection = measuredSection({
  part: 'cost',
  label: 'Cost',
  sources: ofSeries('cost_metrics'),
  series: CostMetrics,
  sums: DailyCost,
  rows: 'steady',
  read: async (measured, range) => {
    const costs = await costAnalysis(measured, { ...range, wasteAbove: 0, limit: MOST });
    const { breakdown: centers } = await costAnalysis(measured, { ...range, breakdown: 'costCenter' });
    return { ...costs, centers };
  },
  facts: [
    { name: 'cost.total', label: 'Cost', unit: 'money', kind: 'sum', level: 'ceo', of: ({ total }) => total },
    {
      name: 'cost.monthProjected',
      label: 'Cost of the month, projected',
      unit: 'money',
      kind: 'state',
      level: 'ceo',
      alone: true,
      of: ({ projection }) => projection?.projected ?? null,
    },
    {
      name: 'cost.waste',
      label: 'Wasted',
      unit: 'money',
      kind: 'sum',
      level: 'cio',
      of: ({ waste }) => waste,
    },
    {
      name: 'cost.savablePerDay',
      label: 'Could be saved a day',
      unit: 'money',
      kind: 'mean',
      level: 'director',
      // Of a part of the resources alone it would be no sum.
      of: ({ potential, wasteful }) => (wasteful.length >= MOST ? null : potential),
    },
    {
      name: 'cost.daysMeasured',
      label: 'Days measured',
      unit: 'count',
      kind: 'sum',
      level: 'director',
      of: ({ days }) => days.length,
    },
  ],
  tables: ({ breakdown, centers, wasteful, days }) => [
    tableOf({ name: 'cost.byType', label: 'Cost by type', level: 'cio' }, breakdown, [
      ['type', 'Type', 'text', ({ name }) => name],
      ['cost', 'Cost', 'money', ({ cost }) => cost],
      ['share', 'Share', 'share', ({ share }) => share],
    ]),
    tableOf({ name: 'cost.byCenter', label: 'Cost by cost centre', level: 'director' }, centers, [
      ['center', 'Cost centre', 'text', ({ name }) => name],
      ['cost', 'Cost', 'money', ({ cost }) => cost],
      ['share', 'Share', 'share', ({ share }) => share],
    ]),
    tableOf(
      { name: 'cost.wasteful', label: 'Where it is wasted', level: 'director' },
      wasteful.slice(0, LISTED),
      [
        ['resource', 'Resource', 'text', ({ resourceId }) => resourceId],
        ['type', 'Type', 'text', ({ resourceType }) => resourceType],
        ['waste', 'Wasted a day', 'money', ({ waste }) => waste],
        ['recommendation', 'What to do', 'text', ({ recommendation }) => recommendation],
      ],
    ),
    tableOf({ name: 'cost.days', label: 'Cost by day', level: 'team' }, days, [
      ['day', 'Day', 'date', ({ day }) => day],
      ['cost', 'Cost', 'money', ({ cost }) => cost],
      ['waste', 'Wasted', 'money', ({ waste }) => waste],
    ]),
  ],
});
