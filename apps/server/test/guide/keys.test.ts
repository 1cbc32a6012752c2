import { createGraphkeep } from '@graphkeep/sdk';
import { filledGuide } from '@graphkeep/test/guide';
import { expect, it } from 'vitest';
import { API_KEY, startTestServer } from '../servers.ts';

it('shows in docs/server.md the code that is run here: npm test -- --filter=@graphkeep/server -- -u', async () => {
  const page = new URL('../../../../docs/server.md', import.meta.url);
  await expect(filledGuide(page, new URL('./', import.meta.url))).toMatchFileSnapshot(page.pathname);
});

it('makes a key, rotates it and ends it', async () => {
  await using server = await startTestServer();
  const gk = createGraphkeep({ url: server.url, apiKey: API_KEY });
  //#region make
  const { key, keyId } = await gk.system.keys.create({
    name: 'game server, Europe',
    scopes: ['story:read', 'story:write'],
    expiresAt: new Date('2100-01-01'), // optional
  });
  //#endregion
  //#region end
  const fresh = await gk.system.keys.rotate({ keyId, overlapMs: 3_600_000 }); // the old one is taken for an hour yet
  await gk.system.keys.revoke({ keyId }); // or ended at once
  const { items } = await gk.system.keys.list(); // scopes, state, last use
  //#endregion
  expect(key).not.toBe(fresh.key);
  expect(items.map(({ keyId: id, state }) => [id, state])).toEqual([
    [keyId, 'revoked'],
    [fresh.keyId, 'active'],
  ]);
});
