import { applicationArchitecture } from './graph/application-architecture.ts';
import { blastRadius } from './graph/blast-radius.ts';
import { clusters } from './graph/clusters.ts';
import { criticalPaths } from './graph/critical-paths.ts';
import { databaseConnections } from './graph/database-connections.ts';
import { latencyHeatmap } from './graph/latency-heatmap.ts';
import { savings } from './graph/savings.ts';
import { serviceDependencies } from './graph/service-dependencies.ts';
import { topology } from './graph/topology.ts';
import { ingest } from './ingest.ts';
import { jobs } from './jobs/index.ts';
import { live } from './live.ts';
import { load } from './load.ts';
import { migrate } from './migrate.ts';
import { optimisation } from './optimisation/index.ts';
import { reports } from './reporting/reports.ts';
import { infraResources } from './resources.ts';
import { businessValue } from './series/business-value.ts';
import { costAnalysis } from './series/cost-analysis.ts';
import { databasePerformance } from './series/database-performance.ts';
import { incidentSummary } from './series/incident-summary.ts';
import { networkLatency } from './series/network-latency.ts';
import { securitySummary } from './series/security-summary.ts';
import { serviceTrend } from './series/service-trend.ts';
import { systemSummary } from './series/system-summary.ts';
import { validation } from './validation/index.ts';

/** All that the server does with an estate. */
export const infra = {
  ...infraResources,
  graph: {
    topology,
    clusters,
    serviceDependencies,
    blastRadius,
    databaseConnections,
    savings,
    applicationArchitecture,
    criticalPaths,
    latencyHeatmap,
  },
  series: {
    systemSummary,
    serviceTrend,
    databasePerformance,
    networkLatency,
    costAnalysis,
    businessValue,
    securitySummary,
    incidentSummary,
  },
  reports,
  load,
  ingest,
  live,
  migrate,
  validation,
  optimisation,
  jobs,
};
