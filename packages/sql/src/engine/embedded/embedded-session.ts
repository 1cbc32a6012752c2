import { GraphkeepError } from '@graphkeep/core';
import { toGraphkeepError } from '../errors.ts';
import type { Session, SqlResult, StatementOptions } from '../session.ts';
import type { Thread } from './thread.ts';

export class EmbeddedSession implements Session {
  readonly thread: Thread;
  usable = true;

  constructor(thread: Thread) {
    this.thread = thread;
  }

  query(
    text: string,
    params: readonly unknown[],
    { timeoutMs, signal }: StatementOptions,
  ): Promise<SqlResult> {
    return new Promise((resolve, reject) => {
      const abandon = (reason: Error): void => {
        settle();
        this.usable = false;
        reject(reason);
      };
      const stop = (): void => abandon(toGraphkeepError(signal?.reason));
      const timer = setTimeout(() => abandon(late(timeoutMs)), timeoutMs);
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      };
      if (signal?.aborted) return stop();
      signal?.addEventListener('abort', stop, { once: true });
      this.thread.query(text, params).then(
        (result) => {
          settle();
          resolve(result);
        },
        (error: unknown) => {
          settle();
          if (this.thread.ended) this.usable = false;
          reject(toGraphkeepError(error));
        },
      );
    });
  }
}

const late = (ms: number): GraphkeepError =>
  new GraphkeepError('timeout', `The embedded SQL store did not answer within ${Math.round(ms)} ms.`);
