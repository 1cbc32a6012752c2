import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { PeerCall, PeerReply } from './peer-process.ts';

/** A cache in another process. */
export interface Peer extends AsyncDisposable {
  readonly pid: number;
  call(method: PeerCall['method'], ...args: readonly unknown[]): Promise<unknown>;
}

export interface PeerOptions {
  readonly url: string;
  readonly app: string;
  /** How far its clock is ahead. @default 0 */
  readonly aheadMs?: number;
}

export const startPeer = async ({ url, app, aheadMs = 0 }: PeerOptions): Promise<Peer> => {
  const child = fork(new URL('./peer-process.ts', import.meta.url), [url, app, String(aheadMs)], {
    execArgv: ['--conditions=@graphkeep/source'],
  });
  const exited = once(child, 'exit');
  const waiting = new Map<number, (reply: PeerReply) => void>();
  let calls = 0;
  child.on('message', (reply: PeerReply) => waiting.get(reply.call)?.(reply));
  child.once('exit', () => {
    for (const [call, tell] of waiting) tell({ call, error: 'the process has ended' });
  });
  await once(child, 'message');
  return {
    pid: pidOf(child),
    async call(method, ...args) {
      calls += 1;
      const call = calls;
      const { promise, resolve } = Promise.withResolvers<PeerReply>();
      waiting.set(call, resolve);
      child.send({ call, method, args } satisfies PeerCall);
      const reply = await promise;
      waiting.delete(call);
      if (reply.error !== undefined) throw new Error(reply.error);
      return reply.value;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
};

const pidOf = ({ pid }: ChildProcess): number => {
  if (pid === undefined) throw new Error('The process did not start.');
  return pid;
};
