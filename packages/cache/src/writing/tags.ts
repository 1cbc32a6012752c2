import { type Core, tierOf } from '../core.ts';
import type { Epoch } from '../epochs/epoch.ts';
import type { Kind } from '../kind.ts';
import { type Step, traced } from '../tracing.ts';
import type { WriteOutcome } from './outcome.ts';

type Mode = 'delete' | 'expire';

/** Ends all entries with a tag. */
export const changeTag = (
  core: Core,
  tag: string,
  mode: Mode,
  bookmark: string | undefined,
): Promise<WriteOutcome> =>
  tracedChange(
    () => ({ name: 'cache.invalidate', operation: `${mode}_tag`, tier: tierOf(core) }),
    () => changeEpoch(core, core.book.tag(core.keys.tag(tag)), mode, bookmark),
  );

/** Ends all entries of a type. */
export const clearType = <V, I>(
  core: Core,
  { name, epoch }: Kind<V, I>,
  bookmark: string | undefined,
): Promise<WriteOutcome> =>
  tracedChange(
    () => ({ name: 'cache.invalidate', operation: 'clear', tier: tierOf(core), type: name }),
    () => changeEpoch(core, epoch, 'delete', bookmark),
  );

const tracedChange = (step: () => Step, change: () => Promise<WriteOutcome>): Promise<WriteOutcome> =>
  traced(step, change, (outcome) => outcome);

/** Ends all entries that were made under an epoch. */
const changeEpoch = async (
  core: Core,
  epoch: Epoch,
  mode: Mode,
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
