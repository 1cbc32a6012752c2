import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { cost, resource, text, texts } from '../fields.ts';

export const EKSCluster = defineNode({
  label: 'EKSCluster',
  key: 'name',
  naturalKey: true,
  shared: true,
  labels: ['AWSResource'],
  schema: z.object({
    ...resource('eks'),
    name: text,
    arn: text,
    region: text,
    version: text.optional(),
    status: text,
    nodeGroups: z.int().min(0).optional(),
    totalNodes: z.int().min(0).optional(),
    instanceTypes: texts,
    costMonthly: cost,
    vpcId: text.optional(),
    subnetIds: texts,
  }),
  indexes: [['status'], ['costMonthly'], ['totalNodes']],
  cache: { policy: 'topology', tags: ({ name }) => [`cluster:${name}`] },
  relationships: { services: { type: 'DEPLOYED_ON', direction: 'in', to: 'Service' } },
});
