import {
  type ReportFigure,
  type ReportLevel,
  type ReportSection,
  reportLevels,
  reportSection,
} from '@graphkeep/models/infra';
import { z } from 'zod';

const range = z.strictObject({ start: z.date(), end: z.date() });

const degradedPart = z.strictObject({
  part: z.string(),
  store: z.enum(['graph', 'sql']),
  reason: z.string(),
  since: z.date(),
  /** When what is shown in its place was read; null where nothing is known. */
  asOf: z.date().nullable(),
});
export type DegradedPart = z.output<typeof degradedPart>;

const schema = z.strictObject({
  kind: z.enum(['businessValue', 'dashboard', 'fiscalAnalysis', 'infrastructureOverview']),
  level: z.enum(reportLevels),
  team: z.string().nullable(),
  /** What amounts of money are in. */
  currency: z.string(),
  period: z.string(),
  range,
  previousRange: range,
  madeAt: z.date(),
  sections: z.array(reportSection).readonly(),
  /** What is missing, or older than it should be. */
  degraded: z.array(degradedPart).readonly(),
});
/** A name of its own keeps its whole type out of every declaration that mentions it. */
export interface Report extends z.output<typeof schema> {}
export const reportSchema: z.ZodType<Report> = schema;

export const levelFields = {
  /** How deep it goes: each level has all that those before it have. */
  level: z.enum(reportLevels).default('ceo'),
  /** Only what is this team's: for the level `team`. */
  team: z.string().min(1).max(200).optional(),
};

/** A team is looked at on the level of teams alone. */
export const ofTeam = <
  S extends z.ZodType<{ readonly level: ReportLevel; readonly team?: string | undefined }>,
>(
  schema: S,
): S =>
  schema.refine(({ level, team }) => team === undefined || level === 'team', {
    path: ['team'],
    error: 'goes with the level team alone',
  });

/** The same facts, as deep as the level goes. */
export const atLevel = (level: ReportLevel, sections: readonly ReportSection[]): ReportSection[] => {
  const shown = (one: { readonly level: ReportLevel }): boolean =>
    reportLevels.indexOf(one.level) <= reportLevels.indexOf(level);
  return sections
    .map((section) => ({
      ...section,
      figures: section.figures.filter(shown),
      tables: section.tables.filter(shown),
    }))
    .filter(({ figures, tables }) => figures.length + tables.length > 0);
};

/** One figure of a report by its name, like `cost.total`; undefined where the level does not show it. */
export const figureOf = ({ sections }: Pick<Report, 'sections'>, name: string): ReportFigure | undefined =>
  sections.flatMap(({ figures }) => figures).find((figure) => figure.name === name);
