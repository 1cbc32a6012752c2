import { z } from 'zod';
import { defineAbstract } from '../../define-node.ts';
import { resource } from '../fields.ts';

/** Anything of the estate. An arn is unique among all of them. */
export const AWSResource = defineAbstract({
  label: 'AWSResource',
  shared: true,
  schema: z.object(resource('resource')),
  unique: ['arn'],
  indexes: [['region'], ['type']],
});
