import { type Degradation, Service } from '@graphkeep/models/infra';
import { cypher, defineService } from '@graphkeep/platform';
import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { type Adjacency, AdjacencyBuilder } from './adjacency.ts';
import { type Findings, lookThrough } from './findings.ts';

/** The adjacency of all services, or how far it is loaded. */
type AdjacencyState =
  | { readonly state: 'ready'; readonly graph: Adjacency; readonly findings: Findings; readonly asOf: Date }
  | { readonly state: 'loading'; readonly degradation: Degradation };

interface EstateAdjacency {
  /** Waits so long for a first one that is being loaded; a small estate is there by then. */
  current(waitMs: number): Promise<AdjacencyState>;
  close(): Promise<void>;
}

const BATCH = 1_000;
/** Many changes come together: one load follows all that came meanwhile. */
const SETTLE_MS = 500;
/** What takes longer than this to load is loaded so much less often: at most a tenth of the time goes into it. */
const LONG_MS = 5_000;
const REST = 9;

/** Who depends on whom, held in the process: loaded at first use, and again when the journal tells of a change. */
const openAdjacency = (system: EstateGraph): EstateAdjacency => {
  const { journal, log, now } = system;
  const ended = new AbortController();
  const { signal } = ended;
  let ready: Extract<AdjacencyState, { state: 'ready' }> | undefined;
  let building = new AdjacencyBuilder();
  let loading: Promise<void> | undefined;
  let changed = false;
  let restMs = SETTLE_MS;
  const began = now();

  const load = async (): Promise<void> => {
    const asOf = now();
    const start = performance.now();
    const [counted] = await system.query(cypher`MATCH ()-[r:DEPENDS_ON]->() RETURN count(r) AS edges`, {
      rows: z.object({ edges: z.int() }),
      operation: 'infra.dependencies.count',
    });
    building = new AdjacencyBuilder(counted?.edges);
    let ids: string[] = [];
    const edges = async (): Promise<void> => {
      const from = ids;
      ids = [];
      for (const { id, other } of await system.query(
        cypher`UNWIND ${from} AS id MATCH (s:Service {serviceId: id})-[:DEPENDS_ON]->(o:Service) RETURN id, o.serviceId AS other`,
        { rows: z.object({ id: z.string(), other: z.string() }), operation: 'infra.adjacency' },
      ))
        building.edge(id, other);
    };
    for await (const { serviceId } of system
      .repo(Service)
      .stream({ select: { serviceId: true }, chunk: BATCH })) {
      signal.throwIfAborted();
      building.node(serviceId);
      if (ids.push(serviceId) >= BATCH) await edges();
    }
    if (ids.length > 0) await edges();
    ready = { state: 'ready', ...(await lookThrough(building, signal)), asOf };
    const tookMs = performance.now() - start;
    restMs = tookMs > LONG_MS ? tookMs * REST : SETTLE_MS;
  };

  const notLoaded = (): Degradation => ({
    store: 'graph',
    missing: `who depends on whom: ${building.nodes} services and ${building.edges} dependencies are loaded so far`,
    since: began,
  });

  /** One load at a time; what changes while it runs has another one follow. */
  const refresh = (): Promise<void> => {
    loading ??= load()
      .catch((error: unknown) => {
        if (!signal.aborted) log.warn({ err: error }, 'the adjacency of the estate could not be loaded');
      })
      .finally(() => {
        loading = undefined;
      });
    return loading;
  };

  const following = (async () => {
    for await (const page of journal.follow({ signal })) {
      if (!(page.kind === 'reload' || page.entries.some(({ changes }) => changes.some(matters))) || changed)
        continue;
      changed = true;
      setTimeout(() => {
        changed = false;
        void (loading ?? Promise.resolve()).then(() => (signal.aborted ? undefined : refresh()));
      }, restMs).unref();
    }
  })().catch((error: unknown) => {
    if (!signal.aborted)
      log.warn({ err: error }, 'the journal could not be followed for the adjacency of the estate');
  });

  return {
    current: async (waitMs) => {
      if (ready) return ready;
      await Promise.race([refresh(), new Promise((resolve) => setTimeout(resolve, waitMs).unref())]);
      return ready ?? { state: 'loading', degradation: notLoaded() };
    },
    close: async () => {
      ended.abort();
      await Promise.all([following, loading]);
    },
  };
};

type Page = Extract<Awaited<ReturnType<EstateGraph['journal']['read']>>, { readonly kind: 'entries' }>;
const matters = ({ label, kind, other }: Page['entries'][number]['changes'][number]): boolean =>
  label === 'Service' && (kind === 'created' || kind === 'removed' || other?.label === 'Service');

export const estateAdjacency = defineService({
  name: 'infra.adjacency',
  open: (system: EstateGraph) => openAdjacency(system),
  close: (opened: EstateAdjacency) => opened.close(),
});
