import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { resource, text } from '../fields.ts';

export const Deployment = defineNode({
  label: 'Deployment',
  key: 'deploymentId',
  naturalKey: true,
  shared: true,
  labels: ['AWSResource'],
  schema: z.object({
    ...resource('deployment'),
    deploymentId: text,
    status: text,
    version: text.optional(),
    at: z.date(),
  }),
  indexes: [['status'], ['at']],
  journal: true,
  relationships: { service: { type: 'HAS_DEPLOYMENT', direction: 'in', to: 'Service', one: true } },
});
