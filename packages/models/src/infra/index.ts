import { defineGraph } from '../define-graph.ts';
import { Application } from './nodes/application.ts';
import { AWSResource } from './nodes/aws-resource.ts';
import { Database } from './nodes/database.ts';
import { Deployment } from './nodes/deployment.ts';
import { EC2Instance } from './nodes/ec2-instance.ts';
import { EKSCluster } from './nodes/eks-cluster.ts';
import { EstateSavings } from './nodes/estate-savings.ts';
import { EstateSummary } from './nodes/estate-summary.ts';
import { LoadBalancer } from './nodes/load-balancer.ts';
import { RDSInstance } from './nodes/rds-instance.ts';
import { Service } from './nodes/service.ts';
import { WebService } from './nodes/web-service.ts';
import { DailyCost } from './rollups/daily-cost.ts';
import { HourlySystem } from './rollups/hourly-system.ts';
import { WeeklyValue } from './rollups/weekly-value.ts';
import { BusinessValueMetrics } from './series/business-value-metrics.ts';
import { ComplianceMetrics } from './series/compliance-metrics.ts';
import { CostMetrics } from './series/cost-metrics.ts';
import { DatabaseMetrics } from './series/database-metrics.ts';
import { IncidentMetrics } from './series/incident-metrics.ts';
import { NetworkMetrics } from './series/network-metrics.ts';
import { SecurityEvents } from './series/security-events.ts';
import { SystemMetrics } from './series/system-metrics.ts';
import { ValidationResults } from './series/validation-results.ts';

export { type InfraCachePolicy, infraCachePolicies } from './cache-policies.ts';
export { EstateSavings } from './nodes/estate-savings.ts';
export { EstateSummary } from './nodes/estate-summary.ts';
export { answerSchema, type Degradation, degradation, degraded } from './read-models/answer.ts';
export { ApplicationArchitecture } from './read-models/application-architecture.ts';
export { BusinessValue, type InitiativeValue } from './read-models/business-value.ts';
export { type ClusterService, Clusters, type ClusterView } from './read-models/clusters.ts';
export { CostAnalysis, type WastefulResource } from './read-models/cost-analysis.ts';
export {
  type CriticalPaths,
  CrowdedPlaces,
  criticalPathsSchema,
  type SinglePoint,
} from './read-models/critical-paths.ts';
export { DatabaseConnections, type DatabaseView } from './read-models/database-connections.ts';
export { type DatabaseLoad, DatabasePerformance } from './read-models/database-performance.ts';
export { IncidentSummary } from './read-models/incident-summary.ts';
export {
  type LatencyHeatmap,
  latencyHeatmapSchema,
  MeasuredPairs,
  TalkingPairs,
} from './read-models/latency.ts';
export { NetworkLatency, type PairLatency } from './read-models/network-latency.ts';
export {
  LiveReportPart,
  type ReportCell,
  type ReportFigure,
  type ReportLevel,
  ReportPart,
  type ReportSection,
  type ReportTable,
  reportLevels,
  reportSection,
} from './read-models/report-section.ts';
export { type Saving, Savings } from './read-models/savings.ts';
export { type OpenVulnerability, SecuritySummary } from './read-models/security-summary.ts';
export { type DependencyView, ServiceDependencies } from './read-models/service-dependencies.ts';
export { ServiceTrend, type TrendPoint } from './read-models/service-trend.ts';
export { type ServiceSummary, SystemSummary } from './read-models/system-summary.ts';
export { anyOf, ofSeries } from './read-models/tags.ts';
export { Topology } from './read-models/topology.ts';
export {
  Application,
  AWSResource,
  BusinessValueMetrics,
  ComplianceMetrics,
  CostMetrics,
  Database,
  DatabaseMetrics,
  Deployment,
  EC2Instance,
  EKSCluster,
  IncidentMetrics,
  LoadBalancer,
  NetworkMetrics,
  RDSInstance,
  SecurityEvents,
  Service,
  SystemMetrics,
  ValidationResults,
  WebService,
};

const nodes = defineGraph(
  AWSResource,
  Database,
  EKSCluster,
  Service,
  RDSInstance,
  EC2Instance,
  Application,
  Deployment,
  LoadBalancer,
  WebService,
  EstateSavings,
  EstateSummary,
);
type Nodes = typeof nodes;
/** A name of its own keeps the graph's whole type out of every declaration that mentions it. */
export interface InfraGraph extends Nodes {}
/** The estate of a company. */
export const infraGraph: InfraGraph = nodes;

/** The estate's measurements. */
export const infraSeries = [
  SystemMetrics,
  DatabaseMetrics,
  NetworkMetrics,
  CostMetrics,
  SecurityEvents,
  IncidentMetrics,
  BusinessValueMetrics,
  ComplianceMetrics,
  ValidationResults,
] as const;

export { DailyCost, HourlySystem, WeeklyValue };
/** What of them is summed up for long ranges. */
export const infraRollups = [HourlySystem, DailyCost, WeeklyValue] as const;
