import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, figure, list, range } from './answer.ts';
import { ofSeries } from './tags.ts';

const worth = {
  savings: figure,
  hours: figure,
  /** Savings, and hours by what an hour costs; null where there are neither. */
  value: figure,
};
const initiativeValue = z.strictObject({
  ...worth,
  initiative: z.string(),
  team: z.string().nullable(),
  /** Percent, on average. */
  efficiency: figure,
  /** What a year at this pace brings. */
  annualised: figure,
  /** What it brought beyond its investment, as a share of that; null where none was given. */
  returnOnInvestment: figure,
});
export type InitiativeValue = z.output<typeof initiativeValue>;

/** What initiatives have brought. */
export const BusinessValue = defineReadModel({
  name: 'BusinessValue',
  schema: z.strictObject({
    ...worth,
    range,
    annualised: figure,
    /** What all of it brought beyond all investments, as a share of those; null where none was given. */
    returnOnInvestment: figure,
    categories: list(z.strictObject({ ...worth, category: z.string() })),
    months: list(z.strictObject({ ...worth, month: z.date() })),
    /** Whole weeks, which begin on Monday. */
    weeks: list(z.strictObject({ ...worth, week: z.date() })),
    /** What brings the most is the first. */
    initiatives: list(initiativeValue),
    teams: list(z.strictObject({ ...worth, team: z.string().nullable() })),
    asOf,
  }),
  owner: () => null,
  cache: { policy: 'reports', tags: () => ofSeries('business_value_metrics') },
});
export interface BusinessValue extends ReadModelOf<typeof BusinessValue> {}
