import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Endpoint, ServerAddress, StoreName } from './protocol.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export interface Environment {
  /** A store that is not there is an error, not a skip. */
  readonly strict: boolean;
  readonly cache: string;
  readonly insideVitest: boolean;
  external(store: StoreName): ServerAddress | undefined;
  /** For the daemon: without what belongs to the one test process that happens to start it. */
  readonly forDaemon: Variables;
}

/** Whatever Maven, apt and Java read from the environment themselves is passed on to them as it is. */
export interface ToolEnvironment {
  readonly variables: Variables;
  readonly java: string | undefined;
  readonly javaHome: string | undefined;
  readonly dockerHost: string | undefined;
}

export function readEnvironment(variables: Variables = process.env): Environment {
  const ci = variables['CI'] ?? '';
  return {
    strict: ci !== '' && ci !== 'false',
    cache: join(variables['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'graphkeep'),
    insideVitest: variables['VITEST'] !== undefined,
    external: (store) => externalAddress(store, variables),
    forDaemon: Object.fromEntries(
      Object.entries(variables).filter(([name]) => !/^(VITEST|NODE_OPTIONS$|NODE_V8_COVERAGE$)/.test(name)),
    ),
  };
}

export const readToolEnvironment = (variables: Variables = process.env): ToolEnvironment => ({
  variables,
  java: variables['GRAPHKEEP_JAVA'],
  javaHome: variables['JAVA_HOME'],
  dockerHost: variables['DOCKER_HOST'],
});

function externalAddress(store: StoreName, variables: Variables): ServerAddress | undefined {
  switch (store) {
    case 'neo4j':
      return neo4jAddress(variables);
    case 'redis':
    case 'postgres': {
      const url = variables[`GRAPHKEEP_TEST_${store.toUpperCase()}_URL`];
      return url ? { store, url } : undefined;
    }
    case 'cluster': {
      const nodes = variables['GRAPHKEEP_TEST_REDIS_CLUSTER'];
      return nodes ? { store, nodes: endpoints('GRAPHKEEP_TEST_REDIS_CLUSTER', nodes) } : undefined;
    }
    case 'sentinel':
      return sentinelAddress(variables['GRAPHKEEP_TEST_REDIS_SENTINEL']);
  }
}

function neo4jAddress(variables: Variables): ServerAddress | undefined {
  const url = variables['GRAPHKEEP_TEST_NEO4J_URL'];
  if (!url) return undefined;
  const password = variables['GRAPHKEEP_TEST_NEO4J_PASSWORD'];
  if (!password)
    throw new Error('GRAPHKEEP_TEST_NEO4J_URL is set, so GRAPHKEEP_TEST_NEO4J_PASSWORD must be too');
  return { store: 'neo4j', url, username: variables['GRAPHKEEP_TEST_NEO4J_USERNAME'] ?? 'neo4j', password };
}

function sentinelAddress(text: string | undefined): ServerAddress | undefined {
  if (!text) return undefined;
  const [, name, rest] = /^([^@]+)@(.+)$/.exec(text) ?? [];
  if (name === undefined || rest === undefined)
    throw new Error(`GRAPHKEEP_TEST_REDIS_SENTINEL must be name@host:port,host:port, not "${text}"`);
  return { store: 'sentinel', name, sentinels: endpoints('GRAPHKEEP_TEST_REDIS_SENTINEL', rest) };
}

const endpoints = (variable: string, list: string): Endpoint[] =>
  list.split(',').map((text) => {
    const [, host, port] = /^\s*(.+):(\d+)\s*$/.exec(text) ?? [];
    if (host === undefined || port === undefined)
      throw new Error(`${variable} must list host:port,host:port; "${text}" is neither`);
    return { host, port: Number(port) };
  });
