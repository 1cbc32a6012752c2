import { encodeTombstone } from '../envelope/encode.ts';
import type { EpochBook } from '../epochs/book.ts';
import type { RedisTier } from '../store/redis-tier.ts';
import { newToken } from '../token.ts';
import type { PendingDelete, ReplayQueue } from './replay-queue.ts';

const AT_ONCE = 200;

/** Brings over what could not be said. Throws at the first thing that Redis does not take; what is left stays in the queue. */
export const replay = async (queue: ReplayQueue, tier: RedisTier, book: EpochBook): Promise<void> => {
  while (queue.size > 0) {
    const some = queue.all().slice(0, AT_ONCE);
    const deletes = some.filter((change) => change.kind === 'delete');
    for (const { error } of await tier.writeMany(deletes.map(tombstoneFor)))
      if (error !== undefined) throw error;
    const told = some.filter(
      (change) => change.kind === 'announce' || (change.kind === 'delete' && !tier.tellsByItself),
    );
    if (told.length > 0) await tier.tell(told.map(({ key }) => key));
    for (const change of some) {
      if (change.kind === 'epoch') {
        const askedAt = book.of(change.key).changedAt;
        const state = await tier.changeEpoch(change.key, change.mode, change.bookmark);
        book.fetched(book.of(change.key), state, askedAt);
      }
      queue.done(change);
    }
  }
};

const tombstoneFor = ({ key, lifeMs, bookmark }: PendingDelete) => ({
  key,
  lifeMs,
  entry: encodeTombstone(newToken(), bookmark),
});
