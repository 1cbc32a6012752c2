import { z } from 'zod';
import { defineAbstract } from '../../define-node.ts';
import { cost, resource, text } from '../fields.ts';

/** A managed database, or a machine that runs one. */
export const Database = defineAbstract({
  label: 'Database',
  shared: true,
  schema: z.object({ ...resource('database'), status: text, costMonthly: cost }),
  indexes: [['status'], ['costMonthly']],
  relationships: {
    services: { type: ['CONNECTS_TO', 'READS_FROM', 'QUERIES'], direction: 'in', to: 'Service' },
  },
});
