import { Service } from '@graphkeep/models/infra';
import { cypher, defineService } from '@graphkeep/platform';
import { z } from 'zod';
import type { EstateGraph } from '../estate-graph.ts';
import { type Adjacency, AdjacencyBuilder } from './adjacency.ts';

/** The adjacency of all services, or how far it is loaded. */
type AdjacencyState =
  | { readonly state: 'ready'; readonly graph: Adjacency; readonly asOf: Date }
  | { readonly state: 'loading'; readonly services: number; readonly dependencies: number };

interface EstateAdjacency {
  /** Waits so long for a first one that is being loaded; a small estate is there by then. */
  current(waitMs: number): Promise<AdjacencyState>;
  close(): Promise<void>;
}

const BATCH = 2_000;
/** Many changes come together: one load follows all that came meanwhile. */
const SETTLE_MS = 500;

/** Who depends on whom, held in the process: loaded at first use, and again when the journal tells of a change. */
const openAdjacency = (system: EstateGraph): EstateAdjacency => {
  const { journal, log, now } = system;
  const ended = new AbortController();
  const { signal } = ended;
  let ready: Extract<AdjacencyState, { state: 'ready' }> | undefined;
  let building = new AdjacencyBuilder();
  let loading: Promise<void> | undefined;
  let changed = false;

  const load = async (): Promise<void> => {
    const asOf = now();
    building = new AdjacencyBuilder();
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
    for await (const { serviceId } of system.repo(Service).stream({ select: { serviceId: true } })) {
      signal.throwIfAborted();
      building.node(serviceId);
      if (ids.push(serviceId) >= BATCH) await edges();
    }
    if (ids.length > 0) await edges();
    ready = { state: 'ready', graph: building.build(), asOf };
  };

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
      }, SETTLE_MS).unref();
    }
  })().catch((error: unknown) => {
    if (!signal.aborted)
      log.warn({ err: error }, 'the journal could not be followed for the adjacency of the estate');
  });

  return {
    current: async (waitMs) => {
      if (ready) return ready;
      await Promise.race([refresh(), new Promise((resolve) => setTimeout(resolve, waitMs).unref())]);
      return ready ?? { state: 'loading', services: building.nodes, dependencies: building.edges };
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
