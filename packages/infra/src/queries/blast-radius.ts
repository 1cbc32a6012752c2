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

export interface BlastRadius {
  readonly serviceId: string;
  /** How many services fail with it, down to that depth. */
  readonly total: number;
  readonly items: readonly { readonly serviceId: string; readonly depth: number }[];
  readonly asOf: Date;
}

const WAIT_MS = 1_000;

/** What fails when a service does. */
export const blastRadius = async (platform: EstateGraph, given: BlastRadiusInput): Promise<BlastRadius> => {
  const { serviceId, depth, limit } = blastRadiusInput.parse(given);
  const adjacency = await platform.service(estateAdjacency).current(WAIT_MS);
  if (adjacency.state === 'loading')
    throw new GraphkeepError(
      'unavailable',
      `The dependencies of the estate are being loaded: ${adjacency.services} services and ${adjacency.dependencies} dependencies so far.`,
    );
  const { graph, asOf } = adjacency;
  const node = graph.numberOf(serviceId);
  if (node === undefined)
    throw new GraphkeepError('not_found', `There is no Service ${serviceId}.`, { field: 'serviceId' });
  const reached = reachedFrom(graph, node, depth);
  return {
    serviceId,
    total: reached.length,
    items: reached
      .slice(0, limit)
      .map((one) => ({ serviceId: graph.keys[one.node] ?? '', depth: one.depth })),
    asOf,
  };
};
