import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { makeReport } from './make-report.ts';
import { dashboardPeriods } from './periods.ts';
import type { ReadOptions } from './read-sections.ts';
import { levelFields, ofTeam, type Report } from './report.ts';
import { complianceSection } from './sections/compliance.ts';
import { costSection } from './sections/cost.ts';
import { criticalSection } from './sections/critical.ts';
import { databasesSection } from './sections/databases.ts';
import { estateSection } from './sections/estate.ts';
import { incidentsSection } from './sections/incidents.ts';
import { networkSection } from './sections/network.ts';
import { securitySection } from './sections/security.ts';
import { servicesSection } from './sections/services.ts';
import { valueSection } from './sections/value.ts';

export const dashboardFields = { ...levelFields, period: z.enum(dashboardPeriods).default('30d') };
export const executiveDashboardInput = ofTeam(z.strictObject(dashboardFields));
export type ExecutiveDashboardInput = z.input<typeof executiveDashboardInput>;

const sections = [
  servicesSection,
  incidentsSection,
  costSection,
  valueSection,
  securitySection,
  complianceSection,
  databasesSection,
  networkSection,
  estateSection,
  criticalSection,
];

/** How the estate is doing, on one page. */
export const executiveDashboard = async (
  platform: EstateGraph,
  given: ExecutiveDashboardInput = {},
  options?: ReadOptions,
): Promise<Report> =>
  makeReport(platform, 'dashboard', sections, executiveDashboardInput.parse(given), options);
