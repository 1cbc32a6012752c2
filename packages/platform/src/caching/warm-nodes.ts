import { GraphkeepError } from '@graphkeep/core';
import type { Graph } from '@graphkeep/models';
import type { Scoped } from '../scoped.ts';

export interface WarmNodesOptions {
  /** Nodes at most. */
  readonly limit: number;
  /** Ends it when so much time is over; what is cached by then stays. */
  readonly timeBudgetMs: number;
}

export interface WarmedNodes {
  readonly warmed: number;
  /** Whether all of them were, up to the limit. */
  readonly complete: boolean;
}

const TOGETHER = 200;

/** Reads nodes of a label through the cache, so that those who ask for them next find them there. */
export const warmNodes = async (
  graph: Graph,
  scoped: Scoped<Graph>,
  label: string,
  { limit, timeBudgetMs }: WarmNodesOptions,
): Promise<WarmedNodes> => {
  const definition = Object.hasOwn(graph, label) ? graph[label] : undefined;
  if (!definition?.cache)
    throw new GraphkeepError('invalid_input', `${label} is no node that is cached. ${known(graph)}`, {
      field: 'type',
    });
  const began = performance.now();
  const { key } = definition;
  let warmed = 0;
  let batch: { readonly [key: string]: string }[] = [];
  const load = async (): Promise<void> => {
    await scoped.cached(definition).getMany(batch);
    warmed += batch.length;
    batch = [];
  };
  for await (const node of scoped.repo(definition).stream({ select: { [key]: true } })) {
    if (warmed + batch.length >= limit) break;
    batch.push({ [key]: String(node[key]) });
    if (batch.length < TOGETHER) continue;
    await load();
    if (performance.now() - began > timeBudgetMs) return { warmed, complete: false };
  }
  if (batch.length > 0) await load();
  return { warmed, complete: true };
};

const known = (graph: Graph): string => {
  const labels = Object.values(graph).flatMap(({ label, cache }) => (cache ? [label] : []));
  return `Those are: ${labels.join(', ')}.`;
};
