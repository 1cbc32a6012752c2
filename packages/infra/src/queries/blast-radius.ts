import { GraphkeepError } from '@graphkeep/core';
import { z } from 'zod';
import { blastRadius as reachedFrom } from '../adjacency/blast-radius.ts';
import { estateAdjacency } from '../adjacency/estate-adjacency.ts';
import type { EstateGraph } from '../estate-graph.ts';

export const blastRadiusInput = z.strictObject({
  serviceId: z.string().min(1),
  depth: z.int().min(1).max(100).default(10),
  /** Services at most, the nearest first. */
  limit: z.int().min(1).max(10_000).default(1_000),
});
export type BlastRadiusInput = z.input<typeof blastRadiusInput>;

export const blastRadiusAnswer = z.strictObject({
  serviceId: z.string(),
  /** How many services fail with it, down to that depth. */
  total: z.int(),
  items: z.array(z.strictObject({ serviceId: z.string(), depth: z.int() })).readonly(),
  asOf: z.date(),
});
export type BlastRadius = z.output<typeof blastRadiusAnswer>;

const WAIT_MS = 1_000;
const AGAIN_MS = 2_000;

/** What fails when a service does. */
export const blastRadius = async (platform: EstateGraph, given: BlastRadiusInput): Promise<BlastRadius> => {
  const { serviceId, depth, limit } = blastRadiusInput.parse(given);
  const adjacency = await platform.service(estateAdjacency).current(WAIT_MS);
  if (adjacency.state === 'loading')
    throw new GraphkeepError('unavailable', `What is missing: ${adjacency.degradation.missing}.`, {
      retryAfterMs: AGAIN_MS,
    });
  const { graph, asOf } = adjacency;
  const node = graph.numberOf(serviceId);
  if (node === undefined)
    throw new GraphkeepError('not_found', `There is no Service ${serviceId}.`, { field: 'serviceId' });
  const reached = reachedFrom(graph, node, depth);
  return {
    serviceId,
    total: reached.length,
    items: reached.slice(0, limit).map((one) => ({ serviceId: graph.keyOf(one.node), depth: one.depth })),
    asOf,
  };
};
