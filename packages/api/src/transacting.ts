import { GraphkeepError, isGraphkeepError, type RequestContext } from '@graphkeep/core';
import type { Once } from './middleware/once.ts';
import type { CallContext } from './step.ts';

interface ResolverOptions {
  readonly ctx: Pick<CallContext, 'scoped' | 'request' | 'once' | 'audit'>;
}
type Resolver<O, T> = (options: O) => T | Promise<T>;

/**
 * A builder whose mutations keep all that they change in the graph, or nothing of it. Only the work itself is within the
 * transaction, which may run it again: a wrong input opens none, and an answer is checked after it.
 */
export const transacting = <B extends object>(builder: B): B =>
  new Proxy(builder, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return name === 'mutation'
        ? (work: Resolver<ResolverOptions, unknown>) => value.call(target, inTransaction(work))
        : (...parts: readonly unknown[]) => transacting(value.apply(target, parts));
    },
  });

const inTransaction =
  <O extends ResolverOptions, T>(work: Resolver<O, T>) =>
  async (options: O): Promise<T> => {
    const { scoped, once, request, audit } = options.ctx;
    const told = async (): Promise<T> => {
      const answer = await work(options);
      await audit?.done(answer);
      return answer;
    };
    if (once === undefined) return scoped.transaction(told);
    return oneAtATime(once, request, async () => {
      let begun = false;
      const all = async (): Promise<T> => {
        begun = true;
        return told();
      };
      return scoped.transaction(all, once).catch((error: unknown) => {
        // Only a call with the same key stands in the way of one that has not begun.
        throw !begun && isGraphkeepError(error) && error.code === 'conflict' ? inProgress(error) : error;
      });
    });
  };

const running = new Map<string, Promise<unknown>>();

/** Whoever waits must still have time to be answered. */
const LONGEST_WAIT_MS = 5_000;
const ASK_AGAIN_MS = 1_000;

/**
 * A second call with the key of one that is running waits for it, and is given its answer by the record in the graph. It
 * waits here, where that costs nothing; of a call in another process the store knows, as a conflict.
 */
const oneAtATime = async <T>(
  { idempotencyKey }: Once,
  { deadline }: RequestContext,
  work: () => Promise<T>,
): Promise<T> => {
  for (let first = running.get(idempotencyKey); first; first = running.get(idempotencyKey))
    await endOf(first, Math.min(deadline.remaining() / 2, LONGEST_WAIT_MS));
  const own = work();
  running.set(idempotencyKey, own);
  return own.finally(() => running.delete(idempotencyKey));
};

const endOf = async (call: Promise<unknown>, ms: number): Promise<void> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(inProgress(undefined)), ms);
  const ended = call.then(
    () => {},
    () => {},
  );
  await Promise.race([ended, late]).finally(() => clearTimeout(timer));
};

const inProgress = (cause: unknown): GraphkeepError =>
  new GraphkeepError(
    'in_progress',
    'The same request, by its Idempotency-Key, is being done at this moment: ask again for its answer.',
    { cause, retryAfterMs: ASK_AGAIN_MS },
  );
