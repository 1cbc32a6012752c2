export {
  type GraphOptions,
  type GraphStore,
  openGraph,
  type Repositories,
  type StatementEvent,
} from './open-graph.ts';
export type { Repository } from './repository.ts';
