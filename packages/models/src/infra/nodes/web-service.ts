import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { resource, text } from '../fields.ts';

export const WebService = defineNode({
  label: 'WebService',
  key: 'name',
  naturalKey: true,
  shared: true,
  labels: ['AWSResource'],
  schema: z.object({ ...resource('web-service'), name: text }),
  cache: { policy: 'topology', tags: ({ name }) => [`web-service:${name}`] },
  relationships: {
    applications: { type: 'HAS_FRONTEND', direction: 'in', to: 'Application' },
    loadBalancers: { type: 'ROUTES_TO', direction: 'in', to: 'LoadBalancer' },
  },
});
