import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { makeReport } from './make-report.ts';
import type { ReadOptions } from './read-sections.ts';
import { levelFields, type Report } from './report.ts';
import { budgetSection } from './sections/budget.ts';

const { level } = levelFields;

export const fiscalAnalysisInput = z.strictObject({
  level,
  period: z.enum(['fiscalYear', 'lastFiscalYear']).default('fiscalYear'),
});
export type FiscalAnalysisInput = z.input<typeof fiscalAnalysisInput>;

/** What a fiscal year has cost, held against its budget, and what it will. */
export const fiscalAnalysis = async (
  platform: EstateGraph,
  given: FiscalAnalysisInput = {},
  options?: ReadOptions,
): Promise<Report> =>
  makeReport(platform, 'fiscalAnalysis', [budgetSection], fiscalAnalysisInput.parse(given), options);
