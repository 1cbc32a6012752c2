import { Application } from '@graphkeep/models/infra';
import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { applicationArchitecture } from '../queries/application-architecture.ts';
import { clusters } from '../queries/clusters.ts';
import { criticalPaths } from '../queries/critical-paths.ts';
import { databaseConnections } from '../queries/database-connections.ts';
import { latencyHeatmap } from '../queries/latency-heatmap.ts';
import { savings } from '../queries/savings.ts';
import { serviceDependencies } from '../queries/service-dependencies.ts';
import { topology } from '../queries/topology/topology.ts';

type Planned = Awaited<ReturnType<EstateGraph['graphCare']['insight']['profile']>>[number];
type Plan = Planned['plan'];

interface ProfiledStatement {
  readonly operation: string;
  readonly text: string;
  readonly rows: number;
  /** How often the store was asked for a node, a relationship or a property; null where the engine does not count that. */
  readonly dbHits: number | null;
  /** Null where the engine does not tell. */
  readonly tookMs: number | null;
  readonly suggestions: readonly string[];
}

interface ProfiledQuery {
  readonly name: string;
  readonly statements: readonly ProfiledStatement[];
  /** Why it could not be profiled. */
  readonly problem?: string;
}

export interface GraphProfile {
  readonly engine: 'embedded' | 'neo4j';
  readonly queries: readonly ProfiledQuery[];
  /** What this engine cannot tell. */
  readonly notes: readonly string[];
}

/** The queries of the estate, as somebody asks who says no more than he must. */
const graphQueries = {
  topology: (estate) => topology(estate),
  clusters: (estate) => clusters(estate),
  serviceDependencies: (estate) => serviceDependencies(estate),
  databaseConnections: (estate) => databaseConnections(estate),
  savings: (estate) => savings(estate),
  applicationArchitecture: async (estate) => {
    const { items } = await estate.repo(Application).find({ limit: 1, select: { name: true } });
    return applicationArchitecture(estate, { name: items[0]?.name ?? 'none' });
  },
  criticalPaths: (estate) => criticalPaths(estate),
  latencyHeatmap: (estate) => latencyHeatmap(estate),
} as const satisfies Readonly<Record<string, (estate: EstateGraph) => Promise<unknown>>>;

const names = Object.keys(graphQueries) as [GraphQueryName, ...GraphQueryName[]];
type GraphQueryName = keyof typeof graphQueries;

export const profileGraphInput = z.strictObject({
  /** Which of them; all, where it is left out. */
  queries: z.array(z.enum(names)).min(1).default(names),
});
export type ProfileGraphInput = z.input<typeof profileGraphInput>;

/** Runs the estate's queries, and tells what each of their statements cost. Nothing is changed. */
export const profileGraph = async (
  estate: EstateGraph,
  given: ProfileGraphInput = {},
): Promise<GraphProfile> => {
  const { queries } = profileGraphInput.parse(given);
  const { insight, engine } = estate.graphCare;
  const profiled: ProfiledQuery[] = [];
  for (const name of queries)
    profiled.push(
      await insight
        .profile(() => graphQueries[name](estate))
        .then(
          (statements) => ({ name, statements: statements.map(told) }),
          (error: unknown) => ({
            name,
            statements: [],
            problem: error instanceof Error ? error.message : String(error),
          }),
        ),
    );
  return {
    engine,
    queries: profiled,
    notes: [
      ...(engine === 'embedded'
        ? ['The embedded engine counts rows and time of each operator, and no hits of the store.']
        : []),
      'Who depends on whom is held in the process: statements that load it are not among these.',
    ],
  };
};

const told = ({ operation, text, plan, suggestions }: Planned): ProfiledStatement => ({
  operation,
  text,
  rows: plan.rows ?? 0,
  dbHits: sum(plan, ({ dbHits }) => dbHits),
  tookMs: sum(plan, ({ timeMs }) => timeMs),
  suggestions: suggestions.map((one) => one.text),
});

/** Null where no operator has it. */
const sum = (plan: Plan, of: (plan: Plan) => number | undefined): number | null => {
  const own = of(plan);
  const below = plan.children.map((child) => sum(child, of)).filter((one) => one !== null);
  if (own === undefined && below.length === 0) return null;
  return below.reduce((all, one) => all + one, own ?? 0);
};
