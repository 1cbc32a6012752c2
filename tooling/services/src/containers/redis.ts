import { type StartedTestContainer, Wait } from 'testcontainers';
import type { StopSignal } from '../protocol.ts';
import { bringUp } from '../servers/redis-bring-up.ts';
import {
  alonePlan,
  clusterPlan,
  type RedisPlan,
  SENTINEL_NAME,
  sentinelPlan,
} from '../servers/redis-configuration.ts';
import type { Launch, ServerNode } from '../servers/server.ts';
import { container, dockerHost } from './container.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);

export const launchRedis: Launch<'redis'> = async (options) => {
  const plans = await alonePlan(options);
  return {
    ...(await startAll(plans)),
    address: { store: 'redis', url: `redis://${await dockerHost()}:${plans[0].port}` },
  };
};

export const launchCluster: Launch<'cluster'> = async (options) => {
  const plans = await clusterPlan(options);
  const started = await startTogether(plans);
  return { ...started, address: { store: 'cluster', nodes: plans.map(endpoint) } };
};

export const launchSentinel: Launch<'sentinel'> = async (options) => {
  const plans = await sentinelPlan(options);
  const started = await startTogether(plans);
  const sentinels = plans.filter(({ role }) => role === 'sentinel').map(endpoint);
  return { ...started, address: { store: 'sentinel', name: SENTINEL_NAME, sentinels } };
};

const endpoint = ({ port }: RedisPlan) => ({ host: '127.0.0.1', port });

/** All processes share one container, so that 127.0.0.1 and a port name the same node inside and outside. */
async function startTogether(plans: readonly RedisPlan[]): Promise<Started> {
  const host = await dockerHost();
  if (!LOOPBACK.has(host))
    throw new Error(`Redis Cluster and Sentinel need Docker on this machine, not on ${host}`);
  return startAll(plans);
}

interface Started {
  readonly nodes: readonly ServerNode[];
  readonly remove: () => Promise<void>;
}

async function startAll(plans: readonly RedisPlan[]): Promise<Started> {
  const box = await container(
    'redis:8',
    plans.flatMap(({ port, busPort }) => (busPort ? [port, busPort] : [port])),
  )
    .withCommand(['sleep', 'infinity'])
    .withWaitStrategy(Wait.forSuccessfulCommand('true'))
    .start();
  const nodes = plans.map((plan) => processNode(box, plan));
  try {
    await bringUp(plans, nodes);
  } catch (error) {
    await box.stop();
    throw error;
  }
  return { nodes, remove: async () => void (await box.stop()) };
}

function processNode(box: StartedTestContainer, { port, role, lines }: RedisPlan): ServerNode {
  const folder = `/data/${port}`;
  const configuration = [
    ...[`port ${port}`, 'bind 0.0.0.0', 'protected-mode no', `dir ${folder}`],
    ...['daemonize yes', `pidfile ${folder}/pid`, ...lines],
  ];
  let running = false;
  return {
    state: { host: box.getHost(), port },
    get running() {
      return running;
    },
    start: async () => {
      const quoted = configuration.map((line) => `'${line}'`).join(' ');
      const sentinel = role === 'sentinel' ? '--sentinel' : '';
      // Cluster and Sentinel keep what they learned in the file: it is written once.
      const write = `mkdir -p ${folder} && { [ -e ${folder}/redis.conf ] || printf '%s\\n' ${quoted} > ${folder}/redis.conf; }`;
      const awaited = `until redis-cli -p ${port} ping | grep -q PONG; do sleep 0.05; done`;
      await inside(
        box,
        `${write} && redis-server ${folder}/redis.conf ${sentinel} && timeout 30 sh -c '${awaited}'`,
      );
      running = true;
    },
    stop: async (signal: StopSignal) => {
      const pid = `$(cat ${folder}/pid)`;
      await inside(
        box,
        `pid=${pid}; kill -${signal.slice(3)} $pid; while kill -0 $pid 2>/dev/null; do sleep 0.05; done`,
      );
      running = false;
    },
  };
}

async function inside(box: StartedTestContainer, script: string): Promise<void> {
  const { exitCode, output } = await box.exec(['sh', '-c', script]);
  if (exitCode !== 0) throw new Error(`in the container: ${output}`);
}
