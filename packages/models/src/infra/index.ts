import { defineGraph } from '../define-graph.ts';
import { Application } from './nodes/application.ts';
import { AWSResource } from './nodes/aws-resource.ts';
import { Database } from './nodes/database.ts';
import { Deployment } from './nodes/deployment.ts';
import { EC2Instance } from './nodes/ec2-instance.ts';
import { EKSCluster } from './nodes/eks-cluster.ts';
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
