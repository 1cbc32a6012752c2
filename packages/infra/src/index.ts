export { type Estate, type EstateOptions, estateOf } from './generator/estate.ts';
export type { Planted } from './generator/planted.ts';
export { type StoreOptions, storeEstate } from './generator/store-estate.ts';
export {
  type ApplicationArchitecture,
  type ApplicationArchitectureInput,
  applicationArchitecture,
  applicationArchitectureInput,
} from './queries/application-architecture.ts';
export {
  type BlastRadius,
  type BlastRadiusInput,
  blastRadius,
  blastRadiusInput,
} from './queries/blast-radius.ts';
export {
  type ClusterService,
  type Clusters,
  type ClustersInput,
  type ClusterView,
  clusters,
  clustersInput,
} from './queries/clusters.ts';
export {
  type CriticalPaths,
  type CriticalPathsInput,
  criticalPaths,
  criticalPathsInput,
  type SinglePoint,
} from './queries/critical-paths.ts';
export {
  type DatabaseConnections,
  type DatabaseConnectionsInput,
  type DatabaseView,
  databaseConnections,
  databaseConnectionsInput,
} from './queries/database-connections.ts';
export { type Saving, type Savings, type SavingsInput, savings, savingsInput } from './queries/savings.ts';
export {
  type DependencyView,
  type ServiceDependencies,
  type ServiceDependenciesInput,
  serviceDependencies,
  serviceDependenciesInput,
} from './queries/service-dependencies.ts';
export {
  type BusinessValue,
  type BusinessValueInput,
  businessValue,
  businessValueInput,
  type InitiativeValue,
} from './series/business-value.ts';
export {
  type CostAnalysis,
  type CostAnalysisInput,
  costAnalysis,
  costAnalysisInput,
  type WastefulResource,
} from './series/cost-analysis.ts';
export {
  type DatabaseLoad,
  type DatabasePerformance,
  type DatabasePerformanceInput,
  databasePerformance,
  databasePerformanceInput,
} from './series/database-performance.ts';
export {
  type IncidentSummary,
  type IncidentSummaryInput,
  incidentSummary,
  incidentSummaryInput,
} from './series/incident-summary.ts';
export type { Measured } from './series/measured.ts';
export {
  type NetworkLatency,
  type NetworkLatencyInput,
  networkLatency,
  networkLatencyInput,
  type PairLatency,
} from './series/network-latency.ts';
export { type Range, type RangeInput, rangeInput } from './series/range.ts';
export {
  type OpenVulnerability,
  type SecuritySummary,
  type SecuritySummaryInput,
  securitySummary,
  securitySummaryInput,
} from './series/security-summary.ts';
export {
  type ServiceTrend,
  type ServiceTrendInput,
  serviceTrend,
  serviceTrendInput,
  type TrendPoint,
} from './series/service-trend.ts';
export {
  type ServiceSummary,
  type SystemSummary,
  type SystemSummaryInput,
  systemSummary,
  systemSummaryInput,
} from './series/system-summary.ts';
