import { Cluster, Redis } from 'ioredis';
import type { AddressOf } from '../protocol.ts';

type RedisAddress = AddressOf<'redis' | 'cluster' | 'sentinel'>;

const LIMITS = { commandTimeout: 10_000, connectTimeout: 5000, maxRetriesPerRequest: 3 };

/** Deletes what a lease wrote, so that a server that lives on does not fill up. */
export async function deletePrefix(address: RedisAddress, prefix: string): Promise<void> {
  const client = connect(address);
  client.on('error', () => {}); // a refused command says it
  try {
    if (client instanceof Redis) await deleteFrom(client, prefix);
    else {
      await client.ping(); // the nodes are known after the first command
      await Promise.all(client.nodes('master').map((master) => deleteFrom(master, prefix)));
    }
  } finally {
    client.disconnect();
  }
}

function connect(address: RedisAddress): Redis | Cluster {
  switch (address.store) {
    case 'redis':
      return new Redis(address.url, LIMITS);
    case 'sentinel':
      return new Redis({ name: address.name, sentinels: address.sentinels, ...LIMITS });
    case 'cluster':
      return new Cluster(address.nodes, { redisOptions: LIMITS });
  }
}

async function deleteFrom(node: Redis, prefix: string): Promise<void> {
  let cursor = '0';
  do {
    const [next, keys] = await node.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', 1000);
    for (const key of keys) await node.unlink(key); // one at a time: a cluster refuses keys of several slots
    cursor = next;
  } while (cursor !== '0');
}
