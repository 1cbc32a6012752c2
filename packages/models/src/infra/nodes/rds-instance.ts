import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { cost, resource, text } from '../fields.ts';

export const RDSInstance = defineNode({
  label: 'RDSInstance',
  key: 'identifier',
  naturalKey: true,
  shared: true,
  labels: ['AWSResource', 'Database'],
  schema: z.object({
    ...resource('rds'),
    identifier: text,
    /** As AWS names it: postgres, mysql, oracle-ee, sqlserver-se and so on. */
    engine: text,
    engineVersion: text.optional(),
    instanceClass: text.optional(),
    status: text,
    /** GiB. */
    allocatedStorage: z.number().min(0).optional(),
    storageType: text.optional(),
    multiAz: z.boolean().default(false),
    costMonthly: cost,
  }),
  indexes: [['engine'], ['engine', 'region', 'costMonthly']],
  cache: { policy: 'topology', tags: ({ identifier }) => [`database:${identifier}`] },
  relationships: {
    services: { type: ['CONNECTS_TO', 'READS_FROM', 'QUERIES'], direction: 'in', to: 'Service' },
  },
});
