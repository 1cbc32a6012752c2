export { type Answered, cachedAnswer } from './answers/cached-answer.ts';
export { type Part, partOf } from './answers/part-of.ts';
export type { EstateGraph } from './estate-graph.ts';
export { type Estate, type EstateOptions, estateOf } from './generator/estate.ts';
export {
  type EstateMeasurements,
  estateMeasurements,
  type MeasurementBatch,
  type MeasurementOptions,
} from './generator/measurements.ts';
export type { Planted } from './generator/planted.ts';
export type { PlantedIncident, PlantedMeasurements } from './generator/planted-measurements.ts';
export { type StoreOptions, storeEstate } from './generator/store-estate.ts';
export {
  type StoredMeasurements,
  type StoreMeasurementsOptions,
  storeMeasurements,
} from './generator/store-measurements.ts';
export { type CsvOptions, type EstateFiles, writeEstateCsv } from './generator/write-csv.ts';
export { infraDomain, infraDomainFor } from './infra-domain.ts';
export {
  type FollowSummaries,
  followSummaries,
  followSummariesInput,
  type SummaryEvent,
} from './live/follow-summaries.ts';
export { type LoadEstate, loadEstate, loadEstateInput, loadedEstate } from './load/load-estate.ts';
export { infraMigrator } from './measurements/infra-tables.ts';
export { type Ingest, ingest, ingestInput, ingestReport } from './measurements/ingest.ts';
export { measurementsOf } from './measurements/measurements.ts';
export { type Migrate, migrateInput, migrateMeasurements, migrationsReport } from './measurements/migrate.ts';
export {
  capacityAnswer,
  explainedAnswer,
  graphProfileAnswer,
  indexUseAnswer,
  optimisationPlanAnswer,
} from './optimisation/answers.ts';
export {
  type ApplyIndexesOptions,
  applyIndexes,
  type IndexOutcome,
} from './optimisation/apply-indexes.ts';
export { type Capacity, type CapacityInput, capacity, capacityInput } from './optimisation/capacity.ts';
export {
  type ExplainedStatement,
  type ExplainHotInput,
  explainHot,
  explainHotInput,
} from './optimisation/explain-hot.ts';
export { type IndexUse, indexUse } from './optimisation/index-use.ts';
export { type Optimise, optimiseInput, optimiseJob } from './optimisation/optimise-job.ts';
export { type OptimisationPlan, type PlannedIndex, planIndexes } from './optimisation/plan-indexes.ts';
export {
  type GraphProfile,
  type ProfileGraphInput,
  profileGraph,
  profileGraphInput,
} from './optimisation/profile-graph.ts';
export {
  type ApplicationArchitectureInput,
  applicationArchitecture,
  applicationArchitectureInput,
} from './queries/application-architecture.ts';
export {
  type BlastRadius,
  type BlastRadiusInput,
  blastRadius,
  blastRadiusAnswer,
  blastRadiusInput,
} from './queries/blast-radius.ts';
export {
  type ClustersInput,
  clusters,
  clustersInput,
} from './queries/clusters.ts';
export {
  type CriticalPathsInput,
  criticalPaths,
  criticalPathsInput,
} from './queries/critical-paths.ts';
export {
  type DatabaseConnectionsInput,
  databaseConnections,
  databaseConnectionsInput,
} from './queries/database-connections.ts';
export { type LatencyHeatmapInput, latencyHeatmap, latencyHeatmapInput } from './queries/latency-heatmap.ts';
export { type SavingsInput, savings, savingsInput } from './queries/savings.ts';
export {
  type ServiceDependenciesInput,
  serviceDependencies,
  serviceDependenciesInput,
} from './queries/service-dependencies.ts';
export { type TopologyInput, topology, topologyInput } from './queries/topology/topology.ts';
export {
  type BusinessValueReportInput,
  businessValueReport,
  businessValueReportInput,
} from './reporting/business-value-report.ts';
export {
  type ExecutiveDashboardInput,
  executiveDashboard,
  executiveDashboardInput,
} from './reporting/executive-dashboard.ts';
export {
  type FiscalAnalysisInput,
  fiscalAnalysis,
  fiscalAnalysisInput,
} from './reporting/fiscal-analysis.ts';
export {
  type DashboardEvent,
  type FollowDashboardInput,
  followDashboard,
  followDashboardInput,
} from './reporting/follow-dashboard.ts';
export {
  type InfrastructureOverviewInput,
  infrastructureOverview,
  infrastructureOverviewInput,
} from './reporting/infrastructure-overview.ts';
export type { ReadOptions } from './reporting/read-sections.ts';
export { renderReport } from './reporting/render-report.ts';
export { type DegradedPart, figureOf, type Report, reportSchema } from './reporting/report.ts';
export { measured } from './series/answers.ts';
export {
  type BusinessValueInput,
  businessValue,
  businessValueInput,
} from './series/business-value.ts';
export {
  type CostAnalysisInput,
  costAnalysis,
  costAnalysisInput,
} from './series/cost-analysis.ts';
export {
  type DatabasePerformanceInput,
  databasePerformance,
  databasePerformanceInput,
} from './series/database-performance.ts';
export {
  type IncidentSummaryInput,
  incidentSummary,
  incidentSummaryInput,
} from './series/incident-summary.ts';
export type { Measured } from './series/measured.ts';
export {
  type NetworkLatencyInput,
  networkLatency,
  networkLatencyInput,
} from './series/network-latency.ts';
export { type Range, type RangeInput, rangeInput } from './series/range.ts';
export {
  type SecuritySummaryInput,
  securitySummary,
  securitySummaryInput,
} from './series/security-summary.ts';
export {
  type ServiceTrendInput,
  serviceTrend,
  serviceTrendInput,
} from './series/service-trend.ts';
export {
  type SystemSummaryInput,
  systemSummary,
  systemSummaryInput,
} from './series/system-summary.ts';
export {
  type ValidationHistory,
  type ValidationHistoryInput,
  validationHistory,
  validationHistoryInput,
  validationHistoryPage,
} from './validation/history.ts';
export {
  readValidation,
  type ValidationReportInput,
  validationReportInput,
} from './validation/read-report.ts';
export { renderValidation } from './validation/render-validation.ts';
export type { ValidationReport } from './validation/report.ts';
export { validationOf, validationReport } from './validation/report-schema.ts';
export { type ValidateOptions, validate } from './validation/validate.ts';
export { VALIDATE_JOB, type Validate, validateInput, validateJobFor } from './validation/validate-job.ts';
