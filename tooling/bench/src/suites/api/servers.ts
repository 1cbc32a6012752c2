import { join } from 'node:path';
import { newId } from '@graphkeep/contract';
import { startProcess } from '@graphkeep/faults';
import superjson from 'superjson';
import { type Engine, storesOf } from '../story/own-stores.ts';
import { startStoryServer } from '../story/server.ts';

export interface ApiServers {
  readonly ours: string;
  readonly bare: string;
  /** Of a player, who reads what is their own. */
  readonly key: string;
  readonly playerId: string;
}

const CALL_MS = 20_000;
const bareMain = join(import.meta.dirname, 'bare-server.ts');

/** Our server and one written by hand on the same adapter, each in a process of its own, answering the same player. */
export const startApiServers = async (stack: AsyncDisposableStack, engine: Engine): Promise<ApiServers> => {
  const stores = await storesOf(engine, stack);
  const { url, admin } = await startStoryServer(stack, stores);
  const player = await admin.story.players.create({ username: `bench-${newId('run')}` });
  const { playerId } = player;
  const { key } = await admin.system.keys.create({
    name: 'bench',
    owner: playerId,
    scopes: ['story:read', 'story:write'],
  });
  const bare = stack.use(
    await startProcess(process.execPath, ['--conditions=@graphkeep/source', bareMain], {
      env: {
        PATH: process.env['PATH'] ?? '',
        NODE_ENV: 'production',
        ANSWER: superjson.stringify(player),
        ...stores,
      },
      ready: /ready at \S+\n/,
      readyMs: 60_000,
    }),
  );
  return { ours: url, bare: /ready at (\S+)/.exec(bare.output())?.[1] ?? '', key, playerId };
};

/** A call by plain fetch, so that both sides are asked in the same way. */
export const caller = (
  url: string,
  path: string,
  body: () => unknown,
  headers: Record<string, string> = {},
) => {
  const options = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } } as const;
  return async (): Promise<void> => {
    const response = await fetch(`${url}/trpc/${path}`, {
      ...options,
      body: JSON.stringify(body()),
      signal: AbortSignal.timeout(CALL_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 300)}`);
  };
};
