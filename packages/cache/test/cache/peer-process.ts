import { setTimeout as delay } from 'node:timers/promises';
import type { Note } from './stores.ts';

export interface PeerCall {
  readonly call: number;
  readonly method: 'get' | 'set' | 'delete' | 'deleteTag' | 'load' | 'loads' | 'caughtUp' | 'ready';
  readonly args: readonly unknown[];
}

export interface PeerReply {
  readonly call: number;
  readonly value?: unknown;
  readonly error?: string;
}

const [url = '', app = '', ahead = '0'] = process.argv.slice(2);
const dateNow = Date.now;
Date.now = () => dateNow() + Number(ahead);
const { noteTypes, connectionTo } = await import('./stores.ts');
const { openCache } = await import('../../src/index.ts');

const redis = connectionTo(url);
const cache = openCache({ types: noteTypes, app, env: 'test', readTimeout: '2s', redis });
const handles = { note: cache.note, shared: cache.shared, owned: cache.owned, leased: cache.leased };
const handleOf = (name: unknown) => handles[name as keyof typeof handles];
const noteOf = (text: unknown, owner: unknown): Note => ({
  text: String(text),
  ...(typeof owner === 'string' && { owner }),
});
let loads = 0;

const methods: Record<PeerCall['method'], (...args: readonly unknown[]) => unknown> = {
  get: (type, id) => handleOf(type).get(String(id)),
  set: (type, id, text, owner) =>
    handleOf(type).set(String(id), {
      text: String(text),
      ...(owner !== undefined && { owner: String(owner) }),
    }),
  delete: (type, id) => handleOf(type).delete(String(id)),
  deleteTag: (tag) => cache.deleteTag(String(tag)),
  load: (type, id, text, ms, owner) =>
    handleOf(type).getOrLoad(String(id), async () => {
      loads += 1;
      await delay(Number(ms));
      return noteOf(text, owner);
    }),
  loads: () => loads,
  caughtUp: () => cache.caughtUp(),
  ready: () => cache.snapshot().redis?.state === 'ready' && cache.snapshot().redis?.followed,
};

const answer = async ({ call, method, args }: PeerCall): Promise<void> => {
  try {
    process.send?.({ call, value: await methods[method](...args) });
  } catch (error) {
    process.send?.({ call, error: String(error) });
  }
};
process.on('message', (asked: PeerCall) => void answer(asked));
process.on('disconnect', () => process.exit());
while (methods.ready() !== true) await delay(5);
process.send?.('ready');
