import { AsyncLocalStorage } from 'node:async_hooks';
import {
  currentContext,
  Deadline,
  GraphkeepError,
  type Guard,
  type GuardOptions,
  isGraphkeepError,
  newRequestId,
  runInContext,
} from '@graphkeep/core';
import type { Access, Call, Codec, Engine, Run } from '../engine/engine.ts';
import type { Owner } from '../statements/scope.ts';
import { Blame } from './blame.ts';
import { Kept, type OnCommitted } from './committed.ts';
import { Doubt } from './doubt.ts';
import { once } from './idempotency.ts';
import { endedError, OpenTransaction } from './open-transaction.ts';
import type { TransactionOptions } from './options.ts';
import { type RetryOptions, retrying } from './retry.ts';

interface TransactionsOptions {
  readonly engine: Engine;
  readonly codec: Codec;
  readonly guard: Guard;
  readonly guardOptions: GuardOptions;
  readonly now: () => Date;
  /** Stands around every statement. */
  readonly watch: (run: Run) => Run;
  readonly onCommitted: OnCommitted | undefined;
  /** Of all that is asked of these. @default a transaction holds its place, since its work may wait for other calls */
  readonly rank?: 'ahead';
}

/** How a store's work is run: in the transaction that is open around it, else by itself. */
interface Transactions {
  /** Runs one statement that only reads. */
  readonly read: (owner: Owner) => Run;
  /** Runs the statements of one operation: all of them are kept, or none. */
  readonly run: <T>(
    owner: Owner,
    access: Access,
    work: (run: Run) => Promise<T>,
    options?: TransactionOptions,
  ) => Promise<T>;
  /** The same for work of the caller: whatever it asks of the store before it answers is part of it. */
  readonly around: <T>(owner: Owner, work: () => Promise<T>, options?: TransactionOptions) => Promise<T>;
  /** The transaction that present work would join, by identity. */
  readonly current: () => object | undefined;
  /** Runs once the transaction around it is kept, or at once where there is none. */
  readonly afterCommit: (work: () => unknown) => Promise<void>;
}

const DEFAULT_RETRY: RetryOptions = { attempts: 3, delayMs: 50, factor: 2, maxDelayMs: 1_000 };

type Work<T> = (open: OpenTransaction) => Promise<T>;

export const openTransactions = (options: TransactionsOptions): Transactions => {
  const { engine, guard, guardOptions, watch, onCommitted, rank } = options;
  const storage = new AsyncLocalStorage<OpenTransaction>();
  const current = (): OpenTransaction | undefined => {
    const open = storage.getStore();
    return open?.ended === false ? open : undefined;
  };

  const callOf = (owner: Owner, signal: AbortSignal): Call => ({
    signal,
    principal: owner,
    timeoutMs: Math.min(
      guardOptions.timeoutMs,
      currentContext()?.deadline.remaining() ?? guardOptions.timeoutMs,
    ),
  });

  /** One try, in a transaction of its own. */
  const attempt = async <T>(owner: Owner, access: Access, work: Work<T>, kept: Kept): Promise<T> => {
    const blame = new Blame();
    try {
      const answer = await guard.run(
        (signal) =>
          engine.transaction(
            access,
            (run) => {
              const open = kept.begin(new OpenTransaction(access, blame.ofStatements(watch(run))));
              return blame.ofWork(open.complete(() => work(open)));
            },
            callOf(owner, signal),
          ),
        { mayBlame: blame.isOfStore, rank: rank ?? 'holding' },
      );
      kept.succeeded();
      return answer;
    } catch (error) {
      kept.failed(error);
      throw error;
    }
  };

  /** Before the caller is answered. */
  const tell = async (owner: Owner, { entries, certain, afterwards }: Kept): Promise<void> => {
    if (onCommitted && entries.length > 0)
      await onCommitted({ entries, certain, bookmarks: await engine.exportBookmarks(owner) });
    for (const one of afterwards) await one();
  };

  const own = async <T>(
    owner: Owner,
    access: Access,
    work: Work<T>,
    { timeoutMs = guardOptions.timeoutMs, retry = true, idempotencyKey }: TransactionOptions,
  ): Promise<T> => {
    const doubt = new Doubt();
    const kept = new Kept();
    const harmless = (error: unknown): boolean =>
      isGraphkeepError(error) &&
      (error.retryable || (idempotencyKey !== undefined && doubt.notes(error))) &&
      // An open breaker refuses at once, and would refuse again.
      guard.state !== 'open';
    try {
      return await withDeadline(Math.min(timeoutMs, guardOptions.timeoutMs), (deadline) =>
        retrying(() => attempt(owner, access, work, kept), {
          deadline,
          harmless: (error) => retry && harmless(error),
          options: guardOptions.retry ?? DEFAULT_RETRY,
          onRetry: () => guardOptions.metrics?.guardRetry('graph'),
        }),
      );
    } catch (error) {
      throw doubt.about(error);
    } finally {
      await tell(owner, kept);
    }
  };

  const perform = <T>(owner: Owner, access: Access, work: Work<T>, asked: TransactionOptions): Promise<T> => {
    assertOptions(access, asked);
    const { idempotencyKey } = asked;
    const recorded: Work<T> =
      idempotencyKey === undefined
        ? work
        : (open) => once({ ...options, owner }, { ...asked, idempotencyKey }, open.run, () => work(open));
    const open = current();
    if (open) return join(open, access, recorded);
    // Where its transaction has ended, a read harms nobody; a write would be kept apart from what it belongs to.
    if (access === 'write' && storage.getStore()) throw endedError();
    return own(owner, access, recorded, asked);
  };

  return {
    current,
    afterCommit: async (work) => {
      const open = current();
      if (open) open.afterwards.push(work);
      else await work();
    },
    read: (owner) => {
      const alone: Run = (statement) =>
        guard.run((signal) => watch((one) => engine.read(one, callOf(owner, signal)))(statement), {
          idempotent: true,
          ...(rank && { rank }),
        });
      return (statement) => (current()?.run ?? alone)(statement);
    },
    run: async (owner, access, work, asked = {}) => perform(owner, access, (open) => work(open.run), asked),
    around: async (owner, work, asked = {}) =>
      perform(owner, asked.mode ?? 'write', (open) => storage.run(open, work), asked),
  };
};

const join = async <T>(open: OpenTransaction, access: Access, work: Work<T>): Promise<T> => {
  if (access === 'read') return work(open);
  if (open.access === 'read') throw wrong('mode', "A transaction of mode 'read' cannot write.");
  try {
    return await work(open);
  } catch (error) {
    open.fail(error);
    throw error;
  }
};

const withDeadline = async <T>(ms: number, work: (deadline: Deadline) => Promise<T>): Promise<T> => {
  const context = currentContext();
  using deadline = context?.deadline.within(ms) ?? Deadline.after(ms);
  return await runInContext({ requestId: newRequestId(), ...context, deadline }, () => work(deadline));
};

const assertOptions = (access: Access, { idempotencyKey, timeoutMs }: TransactionOptions): void => {
  if (access === 'read' && idempotencyKey !== undefined)
    throw wrong(
      'idempotencyKey',
      "A transaction of mode 'read' changes nothing: it needs no idempotency key.",
    );
  if (timeoutMs !== undefined && !(timeoutMs > 0))
    throw wrong('timeoutMs', 'timeoutMs must be a number above 0.');
};

const wrong = (field: string, message: string) => new GraphkeepError('invalid_input', message, { field });
