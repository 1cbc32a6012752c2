import { queries } from './queries.ts';

export type Kind = 'query' | 'mutation' | 'subscription';

/** What the procedures that every resource has are, by their names. */
const ofResources = new Map<string, Kind>([
  ...['get', 'getMany', 'list', 'count', 'aggregate', 'groupBy', 'search'].map(
    (name) => [name, 'query'] as const,
  ),
  ...['changes', 'live'].map((name) => [name, 'subscription'] as const),
]);

export const kindOf = (path: readonly string[]): Kind =>
  ofResources.get(path.at(-1) ?? '') ?? (queries.has(path.join('.')) ? 'query' : 'mutation');
