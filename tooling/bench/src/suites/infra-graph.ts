import {
  applicationArchitecture,
  blastRadius,
  clusters,
  criticalPaths,
  databaseConnections,
  type EstateGraph,
  latencyHeatmap,
  savings,
  serviceDependencies,
  topology,
} from '@graphkeep/infra';
import { defineSuite, type ValueBench } from '../define-suite.ts';
import { atMost } from '../goal.ts';
import { percentile } from '../statistics.ts';
import { type LargeEstate, openLargeEstate } from './infra/large-estate.ts';

const CALLS = 20;
const GOAL_MS = 2_000;
const STEP_DEADLINE_MS = 7_200_000;

/** Each call asks for something else, so that no answer comes from the cache. */
const queries: Readonly<Record<string, (platform: EstateGraph, call: number) => Promise<unknown>>> = {
  'topology.whole': (platform, call) => topology(platform, { limit: 500 + call }),
  'topology.application': (platform, call) => topology(platform, { application: `app-${call + 1}` }),
  clusters: (platform, call) => clusters(platform, { limit: 50 + call }),
  serviceDependencies: (platform, call) => serviceDependencies(platform, { limit: 50 + call }),
  databaseConnections: (platform, call) => databaseConnections(platform, { limit: 50 + call }),
  savings: (platform, call) => savings(platform, { limit: 100 + call }),
  applicationArchitecture: (platform, call) => applicationArchitecture(platform, { name: `app-${call + 1}` }),
  criticalPaths: (platform, call) => criticalPaths(platform, { limit: 50 + call }),
  latencyHeatmap: (platform, call) => latencyHeatmap(platform, { limit: 100 + call }),
  blastRadius: (platform, call) => blastRadius(platform, { serviceId: `svc-${call * 7 + 1}` }),
};

const benchOf = (name: string): ValueBench<LargeEstate> => ({
  id: `infra.graph.${name}`,
  subject: `p95 of ${CALLS} uncached calls`,
  unit: 'ms',
  rounds: 1,
  goal: atMost(GOAL_MS),
  measure: async ({ platform }) => {
    const ask = queries[name];
    if (!ask) throw new RangeError(`There is no query ${name}.`);
    const times: number[] = [];
    for (let call = 0; call < CALLS + 2; call += 1) {
      const began = performance.now();
      await ask(platform, call);
      // The first two load the plan.
      if (call >= 2) times.push(performance.now() - began);
    }
    return percentile(times, 95);
  },
});

/** The questions about an estate's graph, on one that is large: `--scale 10m` takes half an hour and 20 GiB of disk. */
export const infraGraph = defineSuite<LargeEstate>({
  name: 'infra-graph',
  stepDeadlineMs: STEP_DEADLINE_MS,
  setup: ({ stack, quick, settings }) => openLargeEstate(stack, settings.scale ?? (quick ? '100k' : '1m')),
  benches: Object.keys(queries).map(benchOf),
});
