import type { RedisSide } from '../core.ts';
import type { Write } from '../store/redis-tier.ts';

/** Sends writes and tells the log. Answers the keys of which it is not sure that Redis has them and that others are told. */
export const send = async (
  { tier, link, origin }: RedisSide,
  writes: readonly Write[],
): Promise<{ readonly unwritten: ReadonlySet<string>; readonly untold: ReadonlySet<string> }> => {
  const keys = writes.map(({ key }) => key);
  if (!link.ready) return { unwritten: new Set(keys), untold: NONE };
  const failures = await tier.writeMany(writes);
  for (const { error } of failures) link.failed(error);
  const unwritten = new Set(failures.map(({ key }) => key));
  if (unwritten.size > 0) origin.renew();
  else link.succeeded();
  if (tier.tellsByItself) return { unwritten, untold: NONE };
  const written = keys.filter((key) => !unwritten.has(key));
  try {
    if (written.length > 0) await tier.tell(written);
    return { unwritten, untold: NONE };
  } catch (error) {
    link.failed(error);
    return { unwritten, untold: new Set(written) };
  }
};

const NONE: ReadonlySet<string> = new Set();
