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

export { type InfraCachePolicy, infraCachePolicies } from './cache-policies.ts';
export {
  Application,
  AWSResource,
  Database,
  Deployment,
  EC2Instance,
  EKSCluster,
  LoadBalancer,
  RDSInstance,
  Service,
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
