import type { Core } from '../core.ts';
import type { Epoch } from '../epochs/epoch.ts';
import type { WriteOutcome } from './outcome.ts';

/** Ends all entries that were made under an epoch. */
export const changeEpoch = async (
  core: Core,
  epoch: Epoch,
  mode: 'delete' | 'expire',
  bookmark: string | undefined,
): Promise<WriteOutcome> => {
  const { redis, book } = core;
  const at = book.change(epoch, mode, bookmark);
  if (redis === undefined) return 'applied';
  if (redis.link.ready) {
    try {
      const state = await redis.tier.changeEpoch(epoch.key, mode, bookmark);
      redis.link.succeeded();
      book.fetched(epoch, state, at);
      redis.aftermath.confirmed({ kind: 'epoch', key: epoch.key, mode, bookmark });
      return 'applied';
    } catch (error) {
      redis.link.failed(error);
      redis.origin.renew();
      book.change(epoch, mode, bookmark);
    }
  }
  redis.queue.add({ kind: 'epoch', key: epoch.key, mode, bookmark });
  return 'queued';
};
