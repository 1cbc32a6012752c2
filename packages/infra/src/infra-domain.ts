import type { Config } from '@graphkeep/core';
import {
  ApplicationArchitecture,
  BusinessValue,
  Clusters,
  CostAnalysis,
  CrowdedPlaces,
  DatabaseConnections,
  DatabasePerformance,
  IncidentSummary,
  type InfraGraph,
  infraCachePolicies,
  infraGraph,
  LiveReportPart,
  MeasuredPairs,
  NetworkLatency,
  ReportPart,
  Savings,
  SecuritySummary,
  ServiceDependencies,
  ServiceTrend,
  SystemSummary,
  TalkingPairs,
  Topology,
} from '@graphkeep/models/infra';
import type { Job } from '@graphkeep/platform';
import { refreshRollupsJob } from './jobs/refresh-rollups-job.ts';
import { retainMeasurementsJob } from './jobs/retain-measurements-job.ts';
import { optimiseJob } from './optimisation/optimise-job.ts';
import { summariseJob } from './summary/summarise-job.ts';
import { validateJobFor } from './validation/validate-job.ts';

const jobsFor = (validateEveryMs?: number): readonly Job<InfraGraph>[] => [
  refreshRollupsJob,
  retainMeasurementsJob,
  summariseJob,
  optimiseJob,
  validateJobFor(validateEveryMs),
];

/** What a platform needs to know of the estate, to be opened for it. */
export const infraDomain = {
  graph: infraGraph,
  models: [
    Topology,
    Clusters,
    ServiceDependencies,
    DatabaseConnections,
    Savings,
    ApplicationArchitecture,
    CrowdedPlaces,
    TalkingPairs,
    MeasuredPairs,
    SystemSummary,
    ServiceTrend,
    DatabasePerformance,
    NetworkLatency,
    CostAnalysis,
    BusinessValue,
    SecuritySummary,
    IncidentSummary,
    ReportPart,
    LiveReportPart,
  ],
  jobs: jobsFor(),
  consumers: [],
  cachePolicies: infraCachePolicies,
} as const;

/** The same with what the configuration chooses: how often the installation validates itself. */
export const infraDomainFor = ({ infra }: Pick<Config, 'infra'>) => ({
  ...infraDomain,
  jobs: jobsFor(infra.validateEveryMs),
});
