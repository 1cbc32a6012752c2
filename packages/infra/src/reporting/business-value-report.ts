import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { makeReport } from './make-report.ts';
import { calendarPeriods } from './periods.ts';
import type { ReadOptions } from './read-sections.ts';
import { levelFields, ofTeam, type Report } from './report.ts';
import { costSection } from './sections/cost.ts';
import { valueSection } from './sections/value.ts';

export const businessValueReportInput = ofTeam(
  z.strictObject({ ...levelFields, period: z.enum(calendarPeriods).default('currentMonth') }),
);
export type BusinessValueReportInput = z.input<typeof businessValueReportInput>;

/** What initiatives brought, and what the estate cost meanwhile. */
export const businessValueReport = async (
  platform: EstateGraph,
  given: BusinessValueReportInput = {},
  options?: ReadOptions,
): Promise<Report> =>
  makeReport(
    platform,
    'businessValue',
    [valueSection, costSection],
    businessValueReportInput.parse(given),
    options,
  );
