import type {
  ClusterAddress,
  Controls,
  Neo4jAddress,
  NodeAddress,
  PostgresAddress,
  RedisAddress,
  SentinelAddress,
} from './addresses.ts';
import type { Held } from './client/held.ts';
import type { AddressOf, ServerAddress, StoreName } from './protocol.ts';

type Controlled = NodeAddress & Controls;

export function neo4jOf(held: Held): Neo4jAddress & Controls {
  const { url, username, password } = expected('neo4j', held);
  return withPid({ url, username, password, ...controls(held) }, held);
}

export function redisOf(held: Held): RedisAddress & Controls {
  const { url } = expected('redis', held);
  return withPid({ url, prefix: prefixOf(held), ...controls(held) }, held);
}

export function postgresOf(held: Held): PostgresAddress & Controls {
  const { url } = expected('postgres', held);
  return withPid({ url, ...controls(held) }, held);
}

export function clusterOf(held: Held): ClusterAddress<Controlled> {
  const { nodes } = expected('cluster', held);
  return { nodes: nodes.map((node) => controlled(node, held)), prefix: prefixOf(held) };
}

export function sentinelOf(held: Held): SentinelAddress<Controlled> {
  const { name, sentinels } = expected('sentinel', held);
  const isSentinel = (node: Controlled) => sentinels.some(({ port }) => port === node.port);
  return {
    name,
    sentinels: sentinels.map((node) => controlled(node, held)),
    servers: held.nodes.filter((node) => !isSentinel(node)),
    prefix: prefixOf(held),
  };
}

const prefixOf = ({ lease }: Held): string => `${lease}:`;

/** An address from outside has no process behind it that could be stopped. */
const foreign: Controls = {
  stop: () => Promise.reject(new Error('this server was given by the environment and cannot be stopped')),
  start: () => Promise.reject(new Error('this server was given by the environment and cannot be started')),
};

function controls({ nodes: [node] }: Held): Controls {
  const { stop, start } = node ?? foreign;
  return { stop, start };
}

const controlled = (at: { host: string; port: number }, { nodes }: Held): Controlled =>
  nodes.find(({ port }) => port === at.port) ?? { ...at, pid: undefined, ...foreign };

/** It changes with every start. */
const withPid = <T extends object>(
  address: T,
  { nodes: [node] }: Held,
): T & { readonly pid: number | undefined } =>
  Object.defineProperty({ ...address, pid: node?.pid }, 'pid', { get: () => node?.pid, enumerable: true });

function expected<S extends StoreName>(store: S, { address }: Held): AddressOf<S> {
  if (isOf(store, address)) return address;
  throw new Error(`the services daemon gave ${address.store} for ${store}`);
}

const isOf = <S extends StoreName>(store: S, address: ServerAddress): address is AddressOf<S> =>
  address.store === store;
