import { availableParallelism } from 'node:os';
import type { AddressOf, StoreName } from '../protocol.ts';
import type { Launchers } from '../servers/server.ts';
import { Desk, type Share } from './desk.ts';
import { Pool } from './pool.ts';
import { Shared } from './shared.ts';

export type Desks = { readonly [S in StoreName]: Desk<S> };

const MOST_NEO4J = 4;

/** A Neo4j takes a core at most while it is tested, and whoever waits for one leaves the others idle. */
const neo4jPoolSize = (): number => Math.min(MOST_NEO4J, availableParallelism());

// The clients of the stores are loaded when first needed: the daemon must answer at once.
const byPrefix = async (
  address: AddressOf<'redis' | 'cluster' | 'sentinel'>,
  lease: string,
): Promise<Share> => ({
  address,
  close: async () => (await import('../servers/redis-prefix.ts')).deletePrefix(address, `${lease}:`),
});

export const openDesks = (launchers: Launchers): Desks => ({
  neo4j: new Desk({
    store: 'neo4j',
    launch: launchers.neo4j,
    group: () =>
      new Pool(neo4jPoolSize(), async ({ address }, what) =>
        (await import('../servers/neo4j-wipe.ts')).wipeNeo4j(address, what),
      ),
    share: async (address) => ({ address, close: async () => {} }),
  }),
  postgres: new Desk({
    store: 'postgres',
    launch: launchers.postgres,
    group: () => new Shared(),
    share: async (address, lease) => {
      const { createDatabase, dropDatabase } = await import('../servers/postgres-database.ts');
      const url = await createDatabase(address.url, lease);
      return { address: { ...address, url }, close: () => dropDatabase(address.url, lease) };
    },
  }),
  redis: new Desk({ store: 'redis', launch: launchers.redis, group: () => new Shared(), share: byPrefix }),
  cluster: new Desk({
    store: 'cluster',
    launch: launchers.cluster,
    group: () => new Shared(),
    share: byPrefix,
  }),
  sentinel: new Desk({
    store: 'sentinel',
    launch: launchers.sentinel,
    group: () => new Shared(),
    share: byPrefix,
  }),
});
