import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { cost, percent, resource, text } from '../fields.ts';

export const EC2Instance = defineNode({
  label: 'EC2Instance',
  key: 'instanceId',
  naturalKey: true,
  shared: true,
  labels: ['AWSResource', { label: 'Database', when: 'sqlserverEdition' }],
  schema: z.object({
    ...resource('ec2'),
    instanceId: text,
    name: text.optional(),
    instanceType: text.optional(),
    status: text,
    sqlserverEdition: text.optional(),
    cpuUtilization: percent,
    memoryUtilization: percent,
    storageGb: z.number().min(0).optional(),
    costMonthly: cost,
  }),
  indexes: [['sqlserverEdition']],
  cache: { policy: 'topology', tags: ({ instanceId }) => [`database:${instanceId}`] },
  relationships: {
    applications: { type: 'HOSTS_DATABASE_FOR', direction: 'out', to: 'Application' },
    services: { type: ['CONNECTS_TO', 'READS_FROM', 'QUERIES'], direction: 'in', to: 'Service' },
  },
});
