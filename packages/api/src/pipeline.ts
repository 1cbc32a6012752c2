import { audit } from './middleware/audit.ts';
import { authenticate } from './middleware/authenticate.ts';
import { authorise } from './middleware/authorise.ts';
import { bookmark } from './middleware/bookmark.ts';
import { inContext } from './middleware/in-context.ts';
import { inTime } from './middleware/in-time.ts';
import { observe } from './middleware/observe.ts';
import { once } from './middleware/once.ts';
import { rateLimit } from './middleware/rate-limit.ts';
import { typedErrors } from './middleware/typed-errors.ts';
import type { Call, CallContext, Result, Step } from './step.ts';
import { t } from './trpc.ts';

const forAll: readonly Step[] = [typedErrors, inContext, observe, inTime, rateLimit];
const forKnown: readonly Step[] = [...forAll, authenticate, authorise, bookmark, once, audit];

/**
 * The steps as one middleware of tRPC's. To tRPC each middleware costs copies of the context and of all that belongs to the
 * call: nine of them took most of the time of a read from the cache.
 */
const through = <R extends Result>(
  steps: readonly Step[],
  call: Call,
  last: () => Promise<R>,
): Promise<R> => {
  const run = (index: number): Promise<R> => {
    const step = steps[index];
    return step ? step(call, () => run(index + 1)) : last();
  };
  return run(0);
};

export const openPipeline = t.middleware(({ next, ...call }) => through(forAll, call, () => next()));

export const pipeline = t.middleware(({ next, ctx, ...rest }) => {
  const call: Call = { ...rest, ctx: { ...ctx } };
  // The steps have added what is missing, or thrown.
  return through(forKnown, call, () => next({ ctx: call.ctx as CallContext }));
});
