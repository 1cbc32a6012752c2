import type { ToolEnvironment } from '../environment.ts';
import { type DebianStores, installDebianStores } from '../install/debian-stores.ts';
import { installNeo4j, type Neo4jInstallation } from '../install/neo4j.ts';
import type { Host } from '../servers/local.ts';
import { neo4jLauncher } from '../servers/neo4j.ts';
import { postgresLauncher } from '../servers/postgres.ts';
import { redisLaunchers } from '../servers/redis.ts';
import type { Launchers, LaunchOptions } from '../servers/server.ts';

/** Servers on this machine from public packages. An installation that failed is not tried again by the same daemon. */
export function localLaunchers(cache: string, host: Host, tools: ToolEnvironment): Launchers {
  let neo4j: Promise<Neo4jInstallation> | undefined;
  let stores: Promise<DebianStores> | undefined;
  const withNeo4j = ({ note }: LaunchOptions): Promise<Neo4jInstallation> => {
    neo4j ??= installNeo4j(cache, host.guard, tools, note);
    return neo4j;
  };
  const withStores = ({ note }: LaunchOptions): Promise<DebianStores> => {
    stores ??= installDebianStores(cache, tools, note);
    return stores;
  };
  return {
    neo4j: async (options) => neo4jLauncher(await withNeo4j(options), host)(options),
    postgres: async (options) => postgresLauncher(await withStores(options), host)(options),
    redis: async (options) => redisLaunchers(await withStores(options), host).redis(options),
    cluster: async (options) => redisLaunchers(await withStores(options), host).cluster(options),
    sentinel: async (options) => redisLaunchers(await withStores(options), host).sentinel(options),
  };
}
