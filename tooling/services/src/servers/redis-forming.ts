import { Redis } from 'ioredis';
import { type RedisPlan, SENTINEL_NAME } from './redis-configuration.ts';
import { until } from './until.ts';

const DEADLINE_MS = 30_000;
const SLOTS = 16_384;

async function withLinks<T>(ports: readonly number[], work: (links: Redis[]) => Promise<T>): Promise<T> {
  const links = ports.map((port) => {
    const link = new Redis(port, '127.0.0.1', { commandTimeout: 5000 });
    link.on('error', () => {}); // a refused command says it
    return link;
  });
  try {
    return await work(links);
  } finally {
    for (const link of links) link.disconnect();
  }
}

/** Much faster than redis-cli --cluster create, which sleeps: the slots and epochs are given directly. */
export const formCluster = (plans: readonly RedisPlan[]): Promise<void> =>
  withLinks(
    plans.map(({ port }) => port),
    async (links) => {
      const masters = links.slice(0, 3);
      const replicas = links.slice(3);
      const ids = await Promise.all(masters.map((link) => link.call('CLUSTER', 'MYID').then(String)));
      await Promise.all(
        masters.map((link, index) => {
          const first = Math.ceil((SLOTS * index) / masters.length);
          const last = Math.ceil((SLOTS * (index + 1)) / masters.length) - 1;
          return link.call('CLUSTER', 'ADDSLOTSRANGE', first, last);
        }),
      );
      await Promise.all(links.map((link, index) => link.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1)));
      for (const { port, busPort = 0 } of plans.slice(1))
        await links[0]?.call('CLUSTER', 'MEET', '127.0.0.1', port, busPort);
      const all = (what: string, some: Redis[], holds: (link: Redis, index: number) => Promise<boolean>) =>
        Promise.all(some.map((link, index) => until(what, DEADLINE_MS, () => holds(link, index))));
      const says = async (link: Redis, line: string) =>
        String(await link.call('CLUSTER', 'INFO')).includes(line);
      await all('every node knows all', links, (link) => says(link, `cluster_known_nodes:${links.length}`));
      await all('every replica has its master', replicas, async (link, index) => {
        await link.call('CLUSTER', 'REPLICATE', ids[index] ?? '');
        return true;
      });
      await all('the cluster is up', links, (link) => says(link, 'cluster_state:ok'));
      await all('every replica is in step', replicas, async (link) =>
        (await link.info('replication')).includes('master_link_status:up'),
      );
    },
  );

/** Sentinel lists replicas that are still syncing; a failover to one of those would lose writes, so WAIT asks them. */
export const replicasInStep = (master: number, count: number): Promise<void> =>
  withLinks([master], async ([link]) => {
    await link?.set('graphkeep:in-step', '1', 'EX', 1);
    await until(
      'the replicas are in step',
      DEADLINE_MS,
      async () => (await link?.wait(count, 1000)) === count,
    );
  });

export const sentinelsAgree = (ports: readonly number[], replicas: number): Promise<void> =>
  withLinks(ports, async (links) => {
    const knowsAll = async (link: Redis): Promise<boolean> => {
      const answer = await link.call('SENTINEL', 'MASTER', SENTINEL_NAME);
      const fields = Array.isArray(answer) ? answer.map(String) : [];
      const field = (name: string) => Number(fields[fields.indexOf(name) + 1]);
      return field('num-slaves') === replicas && field('num-other-sentinels') === ports.length - 1;
    };
    await Promise.all(
      links.map((link) => until('every sentinel knows the others', DEADLINE_MS, () => knowsAll(link))),
    );
  });
