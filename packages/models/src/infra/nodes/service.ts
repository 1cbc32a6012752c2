import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { cost, resource, text } from '../fields.ts';

const dependency = z.object({ kind: text.default('calls'), critical: z.boolean().default(false) });

export const Service = defineNode({
  label: 'Service',
  key: 'serviceId',
  naturalKey: true,
  shared: true,
  labels: ['AWSResource'],
  schema: z.object({
    ...resource('service'),
    serviceId: text,
    name: text,
    status: text,
    environment: text.optional(),
    version: text.optional(),
    replicas: z.int().min(0).optional(),
    /** Cores. */
    cpuRequest: z.number().min(0).optional(),
    /** MiB. */
    memoryRequest: z.number().min(0).optional(),
    team: text.optional(),
    costMonthly: cost,
  }),
  unique: ['name'],
  indexes: [['status'], ['environment'], ['team']],
  cache: { policy: 'topology', tags: ({ serviceId }) => [`service:${serviceId}`] },
  relationships: {
    dependsOn: { type: 'DEPENDS_ON', direction: 'out', to: 'Service', properties: dependency },
    dependents: { type: 'DEPENDS_ON', direction: 'in', to: 'Service', properties: dependency },
    clusters: { type: 'DEPLOYED_ON', direction: 'out', to: 'EKSCluster' },
    databases: { type: ['CONNECTS_TO', 'READS_FROM', 'QUERIES'], direction: 'out', to: 'Database' },
    applications: { type: 'USES', direction: 'in', to: 'Application' },
    deployments: { type: 'HAS_DEPLOYMENT', direction: 'out', to: 'Deployment' },
  },
});
