import { GraphkeepError } from '@graphkeep/core';
import { type ReportLevel, Service } from '@graphkeep/models/infra';
import { absencesOf, isAbsence } from '../answers/absences.ts';
import type { EstateGraph } from '../estate-graph.ts';
import { type PeriodName, periodOf } from './periods.ts';
import { type ReadOptions, readSections } from './read-sections.ts';
import { atLevel, type Report } from './report.ts';
import type { Ground, Section } from './section.ts';

interface Asked {
  readonly level: ReportLevel;
  readonly period: PeriodName;
  readonly team?: string | undefined;
}

/** A report of these sections. */
export const makeReport = async (
  platform: EstateGraph,
  kind: Report['kind'],
  sections: readonly Section[],
  asked: Asked,
  options?: ReadOptions,
): Promise<Report> => {
  const ground = await groundOf(platform, asked);
  const read = await readSections(sections, ground, options);
  return reportOf(kind, asked, ground, read);
};

const MOST_SERVICES = 1_000;
const PAGE = 200;

export const groundOf = async (platform: EstateGraph, { period, team }: Asked): Promise<Ground> => ({
  platform,
  period: periodOf(period, {
    now: platform.now(),
    fiscalYearStart: platform.config.infra.fiscalYearStart,
  }),
  team,
  teamServices: team === undefined ? undefined : await servicesOf(platform, team),
});

const servicesOf = async (platform: EstateGraph, team: string): Promise<readonly string[] | null> => {
  try {
    return await absencesOf(platform).watch('graph', async () => {
      const services: string[] = [];
      let after: string | null | undefined;
      while (after !== null && services.length < MOST_SERVICES) {
        const page = await platform.repo(Service).find({
          where: { team },
          orderBy: { serviceId: 'asc' },
          limit: PAGE,
          ...(after !== undefined && { after }),
        });
        services.push(...page.items.map(({ serviceId }) => serviceId));
        after = page.next;
      }
      if (after !== null)
        throw new GraphkeepError(
          'unsupported',
          `${team} has more than ${MOST_SERVICES} services: it is too large for a report of its own.`,
          { field: 'team' },
        );
      return services;
    });
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
};

/** What was read, as deep as was asked for. */
export const reportOf = (
  kind: Report['kind'],
  { level, team }: Asked,
  { platform, period }: Ground,
  { sections, degraded }: Pick<Report, 'sections' | 'degraded'>,
): Report => ({
  kind,
  level,
  team: team ?? null,
  currency: platform.config.infra.currency,
  period: period.name,
  range: period.range,
  previousRange: period.previous,
  madeAt: platform.now(),
  sections: atLevel(level, sections),
  degraded,
});
