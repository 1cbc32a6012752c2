import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { resource, text } from '../fields.ts';

export const LoadBalancer = defineNode({
  label: 'LoadBalancer',
  key: 'name',
  naturalKey: true,
  shared: true,
  labels: ['AWSResource'],
  schema: z.object({ ...resource('load-balancer'), name: text }),
  cache: { policy: 'topology', tags: ({ name }) => [`load-balancer:${name}`] },
  relationships: { routesTo: { type: 'ROUTES_TO', direction: 'out', to: 'WebService' } },
});
