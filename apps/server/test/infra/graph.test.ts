import { estateOf } from '@graphkeep/infra';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { API_KEY, startTestServer, type TestServer, testEngines } from '../servers.ts';
import { sendEstate } from './estate.ts';

describe.each(await testEngines())(
  'the estate by the SDK on $name',
  { timeout: 60_000 },
  ({ environment }) => {
    const estate = estateOf({ services: 40 });
    const { planted } = estate;
    let server: TestServer;
    let gk: Graphkeep;

    beforeAll(async () => {
      server = await startTestServer(environment);
      gk = createGraphkeep({ url: server.url, apiKey: API_KEY });
      await sendEstate(gk, estate);
    }, 60_000);
    afterAll(() => server[Symbol.asyncDispose]());

    it('finds each fault that was planted', async () => {
      const { graph } = gk.infra;
      // Who depends on whom is loaded in the background.
      const critical = await vi.waitFor(
        async () => {
          const answer = await graph.criticalPaths({});
          expect(answer.degraded).toEqual([]);
          return answer;
        },
        { timeout: 30_000, interval: 200 },
      );
      expect(critical.asOf).toBeInstanceOf(Date);
      const cuts = critical.singlePoints?.filter(({ articulation }) => articulation) ?? [];
      expect(cuts.map(({ serviceId }) => serviceId).toSorted()).toEqual(planted.articulation.toSorted());
      expect(critical.singlePoints?.[0]).toMatchObject(planted.hubs[0] ?? {});
      expect(critical.databaseBottlenecks).toMatchObject([
        { key: planted.bottlenecks[0]?.identifier, services: planted.bottlenecks[0]?.connections },
      ]);
      expect(critical.clusterConcentration).toMatchObject([
        { key: 'crowded', services: planted.crowdedClusters[0]?.services, severity: 'high' },
      ]);
      expect(critical.cycles?.map(({ path }) => path)).toEqual(planted.cycles);
      expect(critical.longestChains?.[0]).toEqual(planted.chains[0]);
      const savings = await graph.savings({});
      expect(savings.items.map(({ kind, key, saving }) => ({ kind, key, monthly: saving }))).toEqual(
        planted.savings.toSorted((one, other) => other.monthly - one.monthly),
      );
    });

    it('answers the other queries', async () => {
      const { graph } = gk.infra;
      expect(await graph.blastRadius({ serviceId: 'chain-13', depth: 100 })).toMatchObject({ total: 13 });
      expect((await graph.clusters({ limit: 1 })).items).toMatchObject([{ name: 'idle', services: [] }]);
      expect((await graph.serviceDependencies({ serviceId: 'hub' })).items).toMatchObject([
        { impact: 12, criticality: 'critical' },
      ]);
      const { items } = await graph.databaseConnections({ limit: 200 });
      expect(items.find(({ key }) => key === 'i-idle')).toMatchObject({ engine: 'sqlserver Enterprise' });
      expect(await graph.applicationArchitecture({ name: 'app-1' })).toMatchObject({
        counts: { services: 10, loadBalancers: 1 },
      });
      await expect(graph.applicationArchitecture({ name: 'nothing' })).rejects.toMatchObject({
        code: 'not_found',
        message: 'There is no Application nothing.',
      });
    });

    it('draws the whole, a part, or an overview', async () => {
      const { topology } = gk.infra.graph;
      const nodes = [...estate.nodes()];
      const links = [...estate.links()];
      const whole = await topology({ limit: 1_000 });
      expect(whole).toMatchObject({
        mode: 'whole',
        counts: { nodes: nodes.length, relationships: links.length },
      });
      expect(whole.nodes).toHaveLength(nodes.length);
      expect(whole.relationships).toHaveLength(links.length);
      const part = await topology({ application: 'app-1' });
      expect(part.counts.byLabel).toContainEqual({ label: 'Service', count: 10 });
      expect(part.counts.byType).toContainEqual({ type: 'DEPENDS_ON', count: 16 });
      const overview = await topology({ limit: 20, labels: ['Service'], region: 'eu-west-1' });
      const mine = nodes.filter(({ label, node }) => label === 'Service' && node.region === 'eu-west-1');
      expect(overview).toMatchObject({
        mode: 'overview',
        nodes: [],
        counts: { nodes: mine.length, relationships: null },
        regions: [{ label: 'Service', region: 'eu-west-1', environment: 'production', count: mine.length }],
        degraded: [],
      });
      const all = await topology({ limit: 20 });
      expect(all.clusters?.[0]).toEqual({ name: 'crowded', region: 'eu-west-1', services: 6 });
      expect(all.counts).toMatchObject({ nodes: nodes.length, relationships: links.length });
      expect((await topology({ labels: ['Service'], environment: 'nowhere' })).nodes).toEqual([]);
    });

    it('ends what is cached when it is changed', async () => {
      const before = await gk.infra.graph.topology({ labels: ['WebService'] });
      expect(await gk.infra.graph.topology({ labels: ['WebService'] })).toEqual(before);
      await gk.infra.webServices.create({ name: 'web-new' });
      const after = await gk.infra.graph.topology({ labels: ['WebService'] });
      expect(after.nodes).toHaveLength(before.nodes.length + 1);
      expect(after.asOf.getTime()).toBeGreaterThan(before.asOf.getTime());
      await gk.infra.webServices.remove({ name: 'web-new' });
    });

    it('is open to whoever has its scope, and to nobody else', async () => {
      const reader = await server.clientFor({ scopes: ['infra:read'] });
      expect((await reader.infra.graph.clusters({ limit: 1 })).items).toHaveLength(1);
      await expect(
        reader.infra.services.patch({ serviceId: 'hub', changes: { team: 'x' } }),
      ).rejects.toMatchObject({
        code: 'forbidden',
      });
      await expect(reader.infra.load({ nodes: [] })).rejects.toMatchObject({ code: 'forbidden' });
      const player = await server.clientFor({ scopes: ['story:*'], owner: 'ply_01h2xcejqtf2nbrexx3vqjhp41' });
      await expect(player.infra.services.list()).rejects.toMatchObject({ code: 'forbidden' });
      await expect(player.infra.graph.savings({})).rejects.toMatchObject({ code: 'forbidden' });
      const both = await server.clientFor({
        scopes: ['infra:read'],
        owner: 'ply_01h2xcejqtf2nbrexx3vqjhp41',
      });
      expect((await both.infra.graph.savings({})).candidates).toBe(4);
      expect((await both.infra.services.get({ serviceId: 'hub' })).name).toBe('hub');
    });
  },
);
