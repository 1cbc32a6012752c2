import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { GraphkeepError, StartError } from '@graphkeep/core';
import type { SqlResult } from '../session.ts';
import type { Reply, Request, WorkerOptions } from './protocol.ts';

interface Waiting {
  readonly resolve: (result: SqlResult) => void;
  readonly reject: (error: Error) => void;
}

/** The worker thread that holds the database. */
export class Thread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  ended = false;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (reply: Reply) => this.#heard(reply));
    worker.on('error', (error) => this.#end(error));
    worker.on('exit', () => this.#end(undefined));
  }

  static async start(options: WorkerOptions): Promise<Thread> {
    // From sources it is TypeScript, which Node reads by itself; built, it is the JavaScript beside this file.
    const file = new URL(`./worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
    const worker = new Worker(file, { workerData: options });
    const opened = new Promise<void>((resolve, reject) => {
      worker.once('message', (reply: Reply) =>
        reply.kind === 'open'
          ? resolve()
          : reject(cannotOpen(options, reply.kind === 'failed' ? reply.message : reply.kind)),
      );
      worker.once('error', (error) => reject(cannotOpen(options, error.message)));
    });
    await opened.catch(async (error: unknown) => {
      await worker.terminate();
      throw error;
    });
    // An idle database must not keep a process that is done.
    worker.unref();
    return new Thread(worker);
  }

  query(text: string, params: readonly unknown[]): Promise<SqlResult> {
    if (this.ended) return Promise.reject(gone());
    const request: Request = { id: this.#next++, text, params };
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage(request);
    });
  }

  /** Resolves when nothing runs any more. */
  async idle(): Promise<void> {
    while (this.#waiting.size > 0 && !this.ended) await once(this.#worker, 'message').catch(() => {});
  }

  async close(): Promise<void> {
    if (this.ended) return;
    this.#worker.ref();
    const exit = once(this.#worker, 'exit');
    this.#worker.postMessage('close');
    await exit;
  }

  async kill(): Promise<void> {
    await this.#worker.terminate();
  }

  #heard(reply: Reply): void {
    if (reply.kind === 'open' || reply.kind === 'failed') return;
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (reply.kind === 'rows') waiting?.resolve({ rows: reply.rows, affected: reply.affected });
    else {
      const { message, code, detail } = reply;
      waiting?.reject(Object.assign(new Error(message), { severity: 'ERROR', code, detail }));
    }
  }

  #end(cause: unknown): void {
    this.ended = true;
    for (const { reject } of this.#waiting.values()) reject(gone(cause));
    this.#waiting.clear();
  }
}

const gone = (cause?: unknown): GraphkeepError =>
  new GraphkeepError('unavailable', 'The embedded SQL store has ended.', { cause });

const cannotOpen = ({ folder }: WorkerOptions, reason: string): StartError =>
  new StartError(
    `The SQL store in ${folder ?? 'memory'} cannot be opened: ${reason}. Restore it from a backup, or set GRAPHKEEP_DATA to another folder.`,
  );
