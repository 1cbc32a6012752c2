import type { Core, RedisSide } from '../core.ts';
import type { PendingDelete } from '../failure/replay-queue.ts';
import type { Sent } from './send.ts';

/** Notes what became of a write, and what is still to be brought over. True where nothing is. */
export const settle = (
  { recent }: Core,
  redis: RedisSide,
  sent: Sent,
  begun: number,
  remove: PendingDelete,
): boolean => {
  const { queue, aftermath } = redis;
  if (sent === 'unwritten') {
    queue.add({ ...remove, at: recent.last });
    return false;
  }
  queue.settle(remove.key, begun);
  aftermath.confirmed(remove);
  if (sent === 'told') return true;
  queue.add({ kind: 'announce', key: remove.key, typeEpoch: remove.typeEpoch });
  return false;
};
