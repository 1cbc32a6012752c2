import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createLogger, createMetrics, loadConfig } from '@graphkeep/core';
import { criticalPaths, type EstateGraph, estateOf, infraDomain, writeEstateCsv } from '@graphkeep/infra';
import { openPlatform } from '@graphkeep/platform';
import { ownNeo4j } from '@graphkeep/services';
import type { Settings } from '../../settings.ts';

type Scale = NonNullable<Settings['scale']>;

export interface LargeEstate {
  readonly platform: EstateGraph;
  readonly services: number;
}

/** What a service brings with it on average, from counting smaller estates. */
const NODES_PER_SERVICE = 3.8;
const DEPENDENCIES = 34;
const sizes = {
  '100k': { nodes: 100_000, heap: '1g', pageCache: '512m' },
  '1m': { nodes: 1_000_000, heap: '2g', pageCache: '2g' },
  '10m': { nodes: 10_000_000, heap: '3g', pageCache: '6g' },
} as const satisfies Record<Scale, object>;

const LOADED_MS = 3_000_000;

/** An estate of so many nodes, and ten times as many relationships, in a Neo4j of its own; ready once who depends on whom is loaded. */
export const openLargeEstate = async (stack: AsyncDisposableStack, scale: Scale): Promise<LargeEstate> => {
  const { nodes, heap, pageCache } = sizes[scale];
  const services = Math.round(nodes / NODES_PER_SERVICE);
  const folder = await mkdtemp(join(tmpdir(), 'graphkeep-bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const timed = stepTimer();

  const csv = join(folder, 'csv');
  const files = await writeEstateCsv(estateOf({ services, dependencies: DEPENDENCIES }), csv, {
    now: new Date(),
  });
  timed(`${files.nodes} nodes and ${files.links} relationships written to files`);
  const neo4j = stack.use(await ownNeo4j({ files: files.arguments, folder, heap, pageCache }));
  await rm(csv, { recursive: true });
  timed('imported');
  const opened = stack.adopt(
    await openPlatform({
      ...infraDomain,
      jobs: [],
      config: loadConfig({
        GRAPHKEEP_DATA: folder,
        NEO4J_URI: neo4j.url,
        NEO4J_USERNAME: neo4j.username,
        NEO4J_PASSWORD: neo4j.password,
        GRAPHKEEP_GRAPH_QUERY_MS: '1h',
      }),
      log: createLogger({ level: 'error', destination: process.stderr }),
      metrics: createMetrics(),
    }),
    (one) => one.close(),
  );
  timed('constraints and indexes made');
  const platform = opened.asSystem('bench');
  for (const job of infraDomain.jobs.filter(({ name }) => name === 'infra.summarise'))
    await job.run(platform, {
      ...{ input: {}, signal: new AbortController().signal },
      progress: () => {},
    } as never);
  timed('counted by region and cluster');
  await untilLoaded(platform);
  timed('dependencies loaded');
  const { rss } = process.memoryUsage();
  console.error(`  this process: ${Math.round(rss / 1_024 ** 2)} MiB`);
  return { platform, services };
};

const untilLoaded = async (platform: EstateGraph): Promise<void> => {
  const end = performance.now() + LOADED_MS;
  while (performance.now() < end) {
    const { degraded } = await criticalPaths(platform);
    if (degraded.length === 0) return;
    await delay(1_000);
  }
  throw new Error('The dependencies of the estate were not loaded in time.');
};

const stepTimer = () => {
  let last = performance.now();
  return (done: string): void => {
    const now = performance.now();
    console.error(`  ${done}: ${((now - last) / 1_000).toFixed(1)} s`);
    last = now;
  };
};
