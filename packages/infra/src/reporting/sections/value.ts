import { BusinessValueMetrics, ofSeries } from '@graphkeep/models/infra';
import { businessValue } from '../../series/business-value.ts';
import { tableOf } from '../figures.ts';
import { measuredSection } from '../section.ts';

/** What initiatives brought. */
export const valueSection = measuredSection({
  part: 'value',
  label: 'Business value',
  sources: ofSeries('business_value_metrics'),
  knowsTeams: 'by name',
  series: BusinessValueMetrics,
  rows: 'steady',
  read: (measured, range, { team }) => businessValue(measured, { ...range, team }),
  facts: [
    {
      name: 'value.total',
      label: 'Value',
      unit: 'money',
      kind: 'sum',
      level: 'ceo',
      of: ({ value }) => value,
    },
    {
      name: 'value.annualised',
      label: 'Value a year at this pace',
      unit: 'money',
      kind: 'mean',
      level: 'ceo',
      of: ({ annualised }) => annualised,
    },
    {
      name: 'value.returnOnInvestment',
      label: 'Return on investment',
      unit: 'share',
      kind: 'mean',
      level: 'ceo',
      // An investment is made once, and not once a period.
      alone: true,
      of: ({ returnOnInvestment }) => returnOnInvestment,
    },
    {
      name: 'value.savings',
      label: 'Money saved',
      unit: 'money',
      kind: 'sum',
      level: 'cio',
      of: ({ savings }) => savings,
    },
    {
      name: 'value.hours',
      label: 'Hours saved',
      unit: 'hours',
      kind: 'sum',
      level: 'cio',
      of: ({ hours }) => hours,
    },
  ],
  tables: ({ categories, initiatives, teams, months, weeks }) => [
    tableOf({ name: 'value.byCategory', label: 'Value by category', level: 'cio' }, categories, [
      ['category', 'Category', 'text', ({ category }) => category],
      ['value', 'Value', 'money', ({ value }) => value],
      ['savings', 'Money saved', 'money', ({ savings }) => savings],
      ['hours', 'Hours saved', 'hours', ({ hours }) => hours],
    ]),
    tableOf({ name: 'value.byInitiative', label: 'Value by initiative', level: 'director' }, initiatives, [
      ['initiative', 'Initiative', 'text', ({ initiative }) => initiative],
      ['team', 'Team', 'text', ({ team }) => team],
      ['value', 'Value', 'money', ({ value }) => value],
      ['savings', 'Money saved', 'money', ({ savings }) => savings],
      ['hours', 'Hours saved', 'hours', ({ hours }) => hours],
      ['efficiency', 'Efficiency', 'percent', ({ efficiency }) => efficiency],
      ['returnOnInvestment', 'Return', 'share', ({ returnOnInvestment }) => returnOnInvestment],
    ]),
    tableOf({ name: 'value.byTeam', label: 'Value by team', level: 'director' }, teams, [
      ['team', 'Team', 'text', ({ team }) => team],
      ['value', 'Value', 'money', ({ value }) => value],
      ['hours', 'Hours saved', 'hours', ({ hours }) => hours],
    ]),
    tableOf({ name: 'value.byMonth', label: 'Value by month', level: 'director' }, months, [
      ['month', 'Month', 'date', ({ month }) => month],
      ['value', 'Value', 'money', ({ value }) => value],
    ]),
    tableOf({ name: 'value.byWeek', label: 'Value by week', level: 'team' }, weeks, [
      ['week', 'Week', 'date', ({ week }) => week],
      ['value', 'Value', 'money', ({ value }) => value],
    ]),
  ],
});
