import { existsSync } from 'node:fs';
import { type Config, StartError } from '@graphkeep/core';
import { cypher } from '@graphkeep/graph';
import { z } from 'zod';
import { withProduct } from '../../reach/product.ts';
import { type Drift, itemText } from '../../schema/read-schema.ts';
import type { Check, Ground } from '../check.ts';
import { judgedClock } from '../clock.ts';
import { type Finding, fine } from '../finding.ts';
import { reasonOf, within } from '../time-limit.ts';

type Found = readonly Omit<Finding, 'check'>[];

/** Whether the graph is there, of what version, how quick, on time, and as its definitions ask. */
export const graphCheck: Check = {
  name: 'graph',
  run: async (ground) => {
    const { config, socket } = ground;
    const embedded = folderOf(config);
    try {
      if (embedded !== undefined && socket !== undefined) return await throughServer(ground);
      if (config.graph.url === 'memory:') return [fine('in memory: it ends with its process')];
      if (embedded !== undefined && !existsSync(embedded))
        return [fine(`${embedded} is made at the first start`)];
      return await within(itself(config));
    } catch (error) {
      return [away(reasonOf(error), error instanceof StartError)];
    }
  },
};

const folderOf = ({ graph: { url } }: Config): string | undefined =>
  url.startsWith('file:') ? url.slice('file:'.length) : undefined;

const throughServer = ({ work }: Ground): Promise<Found> =>
  withProduct(work, {}, async ({ gk }) => {
    const [{ stores }, drift] = await within(Promise.all([gk.system.health(), gk.system.schema()]));
    const graph = stores.find(({ store }) => store === 'graph');
    return [
      ...(graph?.state === 'healthy'
        ? [fine(`embedded, held by the server, ${latency(graph.latencyMs ?? 0)}`)]
        : []),
      ...drifted(drift),
    ];
  });

const itself = async (config: Config): Promise<Found> => {
  const { openOwnGraph } = await import('../../reach/open-own-graph.ts');
  await using opened = await openOwnGraph(config);
  const { store } = opened;
  const began = performance.now();
  await store.ping();
  const tookMs = performance.now() - began;
  const [diff, problems, version] = await Promise.all([
    store.schema.diff(),
    store.schema.verify(),
    store.schema.version(),
  ]);
  const known = store.engine === 'neo4j' ? await neo4j(store) : { title: 'embedded', clock: [] };
  const drift =
    version === undefined
      ? [fine('nothing is made in it yet: the first start does')]
      : drifted({ ...diff, problems });
  return [fine(`${known.title}, ${latency(tookMs)}`), ...known.clock, ...drift];
};

type Store = Awaited<ReturnType<typeof import('../../reach/open-own-graph.ts')['openOwnGraph']>>['store'];

const clockRow = z.object({ now: z.int() });

const neo4j = async (store: Store) => {
  const { agent = 'Neo4j' } = await store.driver().getServerInfo();
  const asked = Date.now();
  const began = performance.now();
  const [clock] = await store.query(cypher`RETURN timestamp() AS now`, { rows: clockRow });
  const roundTripMs = performance.now() - began;
  return {
    title: agent.replace('/', ' '),
    clock: clock ? judgedClock('Neo4j', { theirs: clock.now, asked, roundTripMs }) : [],
  };
};

const latency = (ms: number): string => `answers in ${ms.toFixed(1)} ms`;

const drifted = ({ missing, changed, problems }: Drift): Found => {
  const named = [...missing, ...changed.map(({ wanted }) => wanted)];
  if (problems.length === 0) return [fine('constraints and indexes are as the definitions ask')];
  const some = named.slice(0, 3).map(itemText).join('; ');
  return [
    {
      severity: 'error',
      what:
        named.length === 0
          ? (problems[0] ?? '')
          : `${named.length} constraints or indexes are missing: ${some}${named.length > 3 ? '; …' : ''}.`,
      why: 'Without a constraint two nodes may have the same key; without an index reads go through all nodes.',
      remedy:
        '`graphkeep schema diff` lists all. A start of the server makes what is missing, where nothing is in the way.',
    },
  ];
};

const away = (reason: string, inUse: boolean) =>
  ({
    severity: 'error',
    what: `The graph cannot be opened: ${reason}`,
    why: 'Without it the server does not start.',
    remedy: inUse
      ? 'Do what the message says.'
      : 'See that NEO4J_URI and its credentials are right, and that it runs.',
  }) as const;
