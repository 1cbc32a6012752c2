import type { Launchers } from '../servers/server.ts';
import { launchNeo4j } from './neo4j.ts';
import { launchPostgres } from './postgres.ts';
import { launchCluster, launchRedis, launchSentinel } from './redis.ts';

export const launchers: Launchers = {
  neo4j: launchNeo4j,
  redis: launchRedis,
  postgres: launchPostgres,
  cluster: launchCluster,
  sentinel: launchSentinel,
};
