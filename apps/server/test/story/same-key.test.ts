import { newId } from '@graphkeep/contract';
import { createGraphkeep } from '@graphkeep/sdk';
import { describe, expect, it } from 'vitest';
import { API_KEY, startTestServer, testEngines } from '../servers.ts';

// An embedded store has one process.
const servers = (await testEngines()).filter(({ name }) => name !== 'embedded');

describe.each(servers)('two servers on $name', ({ environment }) => {
  it('make a change once, though both are asked for it at the same time', async () => {
    await using one = await startTestServer(environment);
    await using other = await startTestServer(environment);
    const clients = [one, other].map(({ url }) => createGraphkeep({ url, apiKey: API_KEY, retries: 5 }));
    for (let round = 0; round < 3; round += 1) {
      const username = `u${newId('ply').slice(4)}`;
      const once = { idempotencyKey: newId('key') };
      const players = await Promise.all(
        [...clients, ...clients].map((gk) => gk.story.players.create({ username }, once)),
      );
      for (const player of players) expect(player).toEqual(players[0]);
      expect(await clients[0]?.story.players.count({ where: { username } })).toBe(1);
    }
  });
});
