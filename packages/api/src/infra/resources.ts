import { infraGraph } from '@graphkeep/models/infra';
import { resourceRouter } from '../resource-router.ts';

/** Nobody owns the estate: whoever may write to it may write all of it. */
const estate = { domain: 'infra', admin: false } as const;

/** Every node of the estate by its plain procedures. */
export const infraResources = {
  clusters: resourceRouter(infraGraph, 'EKSCluster', estate),
  services: resourceRouter(infraGraph, 'Service', estate),
  databases: resourceRouter(infraGraph, 'RDSInstance', estate),
  instances: resourceRouter(infraGraph, 'EC2Instance', estate),
  applications: resourceRouter(infraGraph, 'Application', estate),
  deployments: resourceRouter(infraGraph, 'Deployment', estate),
  loadBalancers: resourceRouter(infraGraph, 'LoadBalancer', estate),
  webServices: resourceRouter(infraGraph, 'WebService', estate),
};
