import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DebianStores } from '../install/debian-stores.ts';
import type { Host } from './local.ts';
import { LocalNode } from './local-node.ts';
import { bringUp } from './redis-bring-up.ts';
import {
  alonePlan,
  clusterPlan,
  type RedisPlan,
  SENTINEL_NAME,
  sentinelPlan,
} from './redis-configuration.ts';
import type { Launch } from './server.ts';

export function redisLaunchers(
  stores: DebianStores,
  host: Host,
): { redis: Launch<'redis'>; cluster: Launch<'cluster'>; sentinel: Launch<'sentinel'> } {
  return {
    redis: async (options) => {
      const plans = await alonePlan(options);
      return {
        ...(await startAll(plans, stores, host)),
        address: { store: 'redis', url: `redis://127.0.0.1:${plans[0].port}` },
      };
    },
    cluster: async (options) => {
      const plans = await clusterPlan(options);
      const started = await startAll(plans, stores, host);
      return { ...started, address: { store: 'cluster', nodes: plans.map(endpoint) } };
    },
    sentinel: async (options) => {
      const plans = await sentinelPlan(options);
      const started = await startAll(plans, stores, host);
      const sentinels = plans.filter(({ role }) => role === 'sentinel').map(endpoint);
      return { ...started, address: { store: 'sentinel', name: SENTINEL_NAME, sentinels } };
    },
  };
}

const endpoint = ({ port }: RedisPlan) => ({ host: '127.0.0.1', port });

async function startAll(
  plans: readonly RedisPlan[],
  stores: DebianStores,
  host: Host,
): Promise<{ nodes: LocalNode[]; remove: () => Promise<void> }> {
  const folder = await host.folder();
  const nodes = await Promise.all(
    plans.map((plan) => redisNode(plan, join(folder, String(plan.port)), stores, host)),
  );
  const remove = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.discard()));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await bringUp(plans, nodes);
  } catch (error) {
    await remove();
    throw error;
  }
  return { nodes, remove };
}

async function redisNode(
  plan: RedisPlan,
  folder: string,
  stores: DebianStores,
  host: Host,
): Promise<LocalNode> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'redis.conf'); // Sentinel and Cluster rewrite theirs
  await writeFile(
    file,
    [`port ${plan.port}`, 'bind 127.0.0.1', `dir ${folder}`, ...plan.lines, ''].join('\n'),
  );
  const { command, args } = stores.redis(plan.role === 'sentinel' ? [file, '--sentinel'] : [file]);
  return new LocalNode(
    {
      name: `Redis ${plan.role} on port ${plan.port}`,
      port: plan.port,
      command,
      args,
      ready: plan.role === 'sentinel' ? /\+monitor master/ : /Ready to accept connections/,
      ending: 'SIGKILL',
    },
    host.guard,
  );
}
