import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { infraGraph } from '@graphkeep/models/infra';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { ownNeo4j, testNeo4j } from '@graphkeep/services';
import { describe, expect, it } from 'vitest';
import { estateOf, storeEstate, writeEstateCsv } from '../src/index.ts';

const NOW = new Date('2026-06-15T12:00:00.000Z');
const labels = ['EKSCluster', 'Service', 'RDSInstance', 'EC2Instance', 'Application', 'Deployment'] as const;

const contentOf = async (platform: TestPlatform<typeof infraGraph>) => {
  const all = platform.as({ id: 'test', scopes: ['*'] });
  const content: Record<string, unknown> = {};
  for (const label of labels) {
    const nodes: object[] = [];
    for await (const node of all.repo(infraGraph[label] as typeof infraGraph.Service).stream())
      nodes.push({ ...node, createdAt: NOW, updatedAt: NOW });
    content[label] = nodes.map((node) => JSON.stringify(node)).sort();
  }
  const services = all.repo(infraGraph.Service);
  const joined: string[] = [];
  for await (const { serviceId, dependsOn, databases, clusters } of services.stream({
    include: {
      dependsOn: { select: { serviceId: true } },
      databases: true,
      clusters: { select: { name: true } },
    },
  }))
    joined.push(
      ...dependsOn.map((one) => `${serviceId} ${one.serviceId} ${one.$link.kind} ${one.$link.critical}`),
      ...databases.map((one) => `${serviceId} ${one.$link.$type} ${one.$label} ${one.$key}`),
      ...clusters.map((one) => `${serviceId} ${one.name}`),
    );
  content['joined'] = joined.sort();
  return content;
};

// Whether a Neo4j can be had at all is told by the pooled one.
describe.skipIf(!(await testNeo4j({ schema: 'infra' })))('an estate that is imported from files', () => {
  it('is the one that is stored by calls', { timeout: 300_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'graphkeep-csv-'));
    await using _folder = {
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
    const estate = estateOf({ services: 40, seed: 3 });
    await using stored = await openTestPlatform({ graph: infraGraph, environment: { NEO4J_URI: 'memory:' } });
    await storeEstate(stored.as({ id: 'test', scopes: ['*'] }), estate);

    const files = await writeEstateCsv(estate, join(folder, 'csv'), { now: NOW });
    await using neo4j = await ownNeo4j({ files: files.arguments, folder, pageCache: '64m', forTests: true });
    await using imported = await openTestPlatform({
      graph: infraGraph,
      environment: { NEO4J_URI: neo4j.url, NEO4J_PASSWORD: neo4j.password },
    });
    const content = await contentOf(imported);
    expect(content).toEqual(await contentOf(stored));
    expect(Object.values(content).flat().length).toBeGreaterThan(200);
  });
});
