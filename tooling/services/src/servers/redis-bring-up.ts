import type { RedisPlan } from './redis-configuration.ts';
import type { ServerNode } from './server.ts';

/** Sentinels start last: one that finds no replica at first looks again only after 10 s. */
export async function bringUp(plans: readonly RedisPlan[], nodes: readonly ServerNode[]): Promise<void> {
  const startAll = (role: RedisPlan['role']) =>
    Promise.all(nodes.filter((_, index) => plans[index]?.role === role).map((node) => node.start()));
  const portsOf = (role: RedisPlan['role']) =>
    plans.filter((plan) => plan.role === role).map(({ port }) => port);
  await startAll('server');
  if (plans.length === 1) return;
  const { formCluster, replicasInStep, sentinelsAgree } = await import('./redis-forming.ts');
  if (plans.some(({ busPort }) => busPort !== undefined)) await formCluster(plans);
  const sentinels = portsOf('sentinel');
  if (sentinels.length === 0) return;
  const [master = 0, ...replicas] = portsOf('server');
  await replicasInStep(master, replicas.length);
  await startAll('sentinel');
  await sentinelsAgree(sentinels, replicas.length);
}
