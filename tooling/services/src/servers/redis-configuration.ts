import { freePorts } from './free-ports.ts';
import type { LaunchOptions } from './server.ts';

export interface RedisPlan {
  readonly port: number;
  /** The cluster's own port, which must be reachable too. */
  readonly busPort?: number;
  readonly role: 'server' | 'sentinel';
  readonly lines: readonly string[];
}

export const SENTINEL_NAME = 'graphkeep';

const storage = ({ durable }: LaunchOptions): string[] =>
  durable ? ['save ""', 'appendonly yes', 'appendfsync always'] : ['save ""', 'appendonly no'];

export async function alonePlan(options: LaunchOptions): Promise<[RedisPlan]> {
  const [port = 0] = await freePorts(1);
  return [{ port, role: 'server', lines: storage(options) }];
}

/** Three masters, then a replica of each. */
export async function clusterPlan(options: LaunchOptions): Promise<RedisPlan[]> {
  const ports = await freePorts(12);
  return ports.slice(0, 6).map((port, index) => {
    const busPort = ports[index + 6] ?? 0; // else it is the port + 10000, which may not exist
    return {
      port,
      busPort,
      role: 'server',
      lines: [
        ...storage(options),
        'cluster-enabled yes',
        `cluster-port ${busPort}`,
        'cluster-announce-ip 127.0.0.1',
        'cluster-node-timeout 1000',
        'repl-diskless-sync-delay 0',
      ],
    };
  });
}

/** A master, two replicas, three sentinels. */
export async function sentinelPlan(options: LaunchOptions): Promise<RedisPlan[]> {
  const ports = await freePorts(6);
  const master = ports[0] ?? 0;
  return ports.map((port, index) => {
    if (index >= 3) return { port, role: 'sentinel', lines: watching(master) };
    const replica = index > 0 ? [`replicaof 127.0.0.1 ${master}`] : [];
    return { port, role: 'server', lines: [...storage(options), 'repl-diskless-sync-delay 0', ...replica] };
  });
}

const watching = (master: number): string[] => [
  `sentinel monitor ${SENTINEL_NAME} 127.0.0.1 ${master} 2`,
  `sentinel down-after-milliseconds ${SENTINEL_NAME} 500`,
  `sentinel failover-timeout ${SENTINEL_NAME} 2000`,
];
