import { z } from 'zod';
import { defineNode } from '../../define-node.ts';
import { saving } from '../read-models/savings.ts';

/** What a large estate could save, in one region or in all of them: kept, since looking at all of it takes long. */
export const EstateSavings = defineNode({
  label: 'EstateSavings',
  key: 'place',
  naturalKey: true,
  shared: true,
  schema: z.object({
    /** `all`, or `region:` with its name. */
    place: z.string(),
    madeAt: z.date(),
    /** What saves the most is the first. */
    items: z.array(saving),
    candidates: z.int(),
    total: z.number(),
    /** Of what all clusters and databases cost; missing where nothing of that is known. */
    share: z.number().optional(),
  }),
  journal: false,
});
