import { id } from '@graphkeep/contract';
import { defineNode, type EntityOf, type Graph } from '@graphkeep/models';
import { z } from 'zod';

/** That an owner was erased: while it is being done whose, and afterwards a receipt that tells nobody. */
export const ErasureNode = defineNode({
  label: 'GraphkeepErasure',
  key: 'erasureId',
  shared: true,
  journal: false,
  schema: z.object({
    erasureId: id('ers'),
    pseudonym: z.string(),
    /** Gone once it is done. */
    owner: z.string().optional(),
    /** By label, and by the name of any other place. */
    counts: z.record(z.string(), z.number()).default({}),
    requestedAt: z.date(),
    doneAt: z.date().optional(),
  }),
  indexes: [['pseudonym'], ['requestedAt']],
});
export type ErasureRecord = EntityOf<typeof ErasureNode>;

/** The graph of the erasures, which is no part of the application's. */
const erasureGraph = { GraphkeepErasure: ErasureNode } as const;
export type ErasureGraph = typeof erasureGraph;

export const withErasureNode = <G extends Graph>(graph: G): G => ({ ...graph, ...erasureGraph });
