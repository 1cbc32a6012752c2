import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { resource, text, texts } from '../fields.ts';

export const Application = defineNode({
  label: 'Application',
  key: 'name',
  naturalKey: true,
  shared: true,
  labels: ['AWSResource'],
  schema: z.object({
    ...resource('application'),
    name: text,
    environment: text.optional(),
    status: text.optional(),
    businessCriticality: text.optional(),
    compliance: texts,
    team: text.optional(),
  }),
  indexes: [['environment']],
  cache: { policy: 'topology', tags: ({ name }) => [`application:${name}`] },
  relationships: {
    services: { type: 'USES', direction: 'out', to: 'Service' },
    frontends: { type: 'HAS_FRONTEND', direction: 'out', to: 'WebService' },
    databaseHosts: { type: 'HOSTS_DATABASE_FOR', direction: 'in', to: 'EC2Instance' },
  },
});
