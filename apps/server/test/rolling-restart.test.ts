import { newId } from '@graphkeep/contract';
import { createGraphkeep } from '@graphkeep/sdk';
import { eventually } from '@graphkeep/test/eventually';
import { expect, it, vi } from 'vitest';
import { startBalancer } from './balancer.ts';
import { API_KEY, startTestServer, testEngines } from './servers.ts';

const CALLERS = 6;
const real = (await testEngines()).find(({ name }) => name !== 'embedded');

it.skipIf(!real)(
  'two servers behind a balancer are restarted one after the other, and no request fails',
  async () => {
    const start = () => startTestServer({ ...real?.environment, GRAPHKEEP_DRAIN_MS: '300' });
    const running = [await start(), await start()];
    await using balancer = await startBalancer();
    for (const { url } of running) balancer.servers.add(url);
    await eventually(async () => expect((await fetch(`${balancer.url}/readyz`)).status).toBe(200));

    const gk = createGraphkeep({ url: balancer.url, apiKey: API_KEY, retries: 0 });
    let going = true;
    let done = 0;
    const call = async (): Promise<void> => {
      while (going) {
        const { playerId, username } = await gk.story.players.create({
          username: `u${newId('ply').slice(4)}`,
        });
        expect(await gk.story.players.get({ playerId })).toMatchObject({ username });
        done++;
      }
    };
    const callers = Promise.all(Array.from({ length: CALLERS }, call));
    const more = async (count: number): Promise<void> => {
      const before = done;
      await Promise.race([
        callers,
        vi.waitFor(() => expect(done - before).toBeGreaterThan(count), { timeout: 20_000 }),
      ]);
    };
    try {
      await more(CALLERS);
      for (const old of [...running]) {
        await old[Symbol.asyncDispose]();
        balancer.servers.delete(old.url);
        running.shift();
        await more(CALLERS);
        const fresh = await start();
        running.push(fresh);
        balancer.servers.add(fresh.url);
        await more(CALLERS);
      }
    } finally {
      going = false;
    }
    await callers;
    for (const server of running) await server[Symbol.asyncDispose]();
  },
  60_000,
);
