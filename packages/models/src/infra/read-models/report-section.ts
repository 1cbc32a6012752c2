import { z } from 'zod';
import { defineReadModel, type ReadModelOf } from '../../define-read-model.ts';
import { asOf, figure, list, range } from './answer.ts';

/** For whom a report is, from what fits on a card to what work is done by: each has all that those before it have. */
export const reportLevels = ['ceo', 'cio', 'director', 'team'] as const;
export type ReportLevel = (typeof reportLevels)[number];
const level = z.enum(reportLevels);

const unit = z.enum(['money', 'share', 'percent', 'count', 'hours', 'minutes', 'ms', 'text', 'date']);

const reportFigure = z.strictObject({
  /** `cost.total`: unique in a report. */
  name: z.string(),
  label: z.string(),
  unit,
  /** A sum grows with its period; a mean does not; a state is that of the period's end. */
  kind: z.enum(['sum', 'mean', 'state']),
  /** The first level that shows it. */
  level,
  /** Null where it was not measured. */
  value: figure,
  previous: figure,
  /** Null where one of both is missing. */
  change: figure,
  /** As a share of what was before, of sums by the day; null too where that was nothing. */
  changeShare: figure,
});
export type ReportFigure = z.output<typeof reportFigure>;

const cell = z.union([z.string(), z.number(), z.date(), z.null()]);
export type ReportCell = z.output<typeof cell>;

const reportTable = z.strictObject({
  name: z.string(),
  label: z.string(),
  level,
  columns: list(z.strictObject({ name: z.string(), label: z.string(), unit })),
  rows: list(z.record(z.string(), cell)),
});
export type ReportTable = z.output<typeof reportTable>;

export const reportSection = z.strictObject({
  part: z.string(),
  label: z.string(),
  /** When it was read; null where it could not be, and nothing is known from before. */
  asOf: asOf.nullable(),
  range,
  /** What it is compared with; null where nothing of that is kept. */
  previousRange: range.nullable(),
  figures: list(reportFigure),
  tables: list(reportTable),
});
export type ReportSection = z.output<typeof reportSection>;

const part = z.strictObject({ asOf, sources: list(z.string()), section: reportSection });

/** One part of a report, at its full depth. */
export const ReportPart = defineReadModel({
  name: 'ReportPart',
  schema: part,
  owner: () => null,
  cache: { policy: 'reports', tags: ({ sources }) => sources },
});
export interface ReportPart extends ReadModelOf<typeof ReportPart> {}

/** The same for those who watch. */
export const LiveReportPart = defineReadModel({
  name: 'LiveReportPart',
  schema: part,
  owner: () => null,
  cache: { policy: 'live', tags: ({ sources }) => sources },
});
