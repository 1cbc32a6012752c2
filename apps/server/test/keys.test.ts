import { newId } from '@graphkeep/contract';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, startTestServer, type TestServer, testEngines } from './servers.ts';

describe.each(await testEngines())('keys that the server makes, on $name', ({ environment }) => {
  let server: TestServer;
  let admin: Graphkeep;
  const clientOf = (apiKey: string) => createGraphkeep({ url: server.url, apiKey });
  const username = () => `u${newId('ply').slice(4)}`;

  beforeAll(async () => {
    server = await startTestServer(environment);
    admin = clientOf(API_KEY);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('are good for their scopes, and for nothing else', async () => {
    const reader = await server.clientFor({ scopes: ['story:read'] });
    await expect(reader.story.players.list({ limit: 1 })).resolves.toMatchObject({
      items: expect.any(Array),
    });
    await expect(reader.story.players.create({ username: username() })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('story:write'),
    });
    await expect(reader.system.keys.list()).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('with an owner see nothing of others', async () => {
    const [mine, other] = [
      await admin.story.players.create({ username: username() }),
      await admin.story.players.create({ username: username() }),
    ];
    const own = await server.clientFor({ scopes: ['story:*', 'system:*'], owner: mine.playerId });
    expect(await own.story.players.get({ playerId: mine.playerId })).toMatchObject({
      username: mine.username,
    });
    await expect(own.story.players.get({ playerId: other.playerId })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(own.system.keys.create({ name: 'wider', scopes: ['story:*'] })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('end when they are revoked, with a reason that says so', async () => {
    const { key, keyId } = await admin.system.keys.create({ name: 'short', scopes: ['story:read'] });
    await clientOf(key).story.players.list({ limit: 1 });
    expect(await admin.system.keys.revoke({ keyId })).toMatchObject({ state: 'revoked' });
    await expect(clientOf(key).story.players.list({ limit: 1 })).rejects.toMatchObject({
      code: 'unauthenticated',
      status: 401,
      message: `The key ${keyId} is revoked: ask for another one.`,
    });
  });

  it('have a successor that takes their place', async () => {
    const old = await admin.system.keys.create({ name: 'game', scopes: ['story:read'] });
    const { key, keyId } = await admin.system.keys.rotate({ keyId: old.keyId });
    for (const one of [old.key, key]) await clientOf(one).story.players.list({ limit: 1 });
    expect((await admin.system.keys.list({ limit: 200 })).items).toContainEqual(
      expect.objectContaining({ keyId: old.keyId, successor: keyId, expiresAt: expect.any(Date) }),
    );
  });

  it('are shown in no log and no list', async () => {
    const { key } = await admin.system.keys.create({ name: 'quiet', scopes: ['story:read'] });
    await expect(clientOf(`${key}x`).story.players.list()).rejects.toThrow();
    expect(JSON.stringify(await admin.system.keys.list({ limit: 200 }))).not.toContain(key.slice(0, -4));
    expect(server.logged.join()).not.toContain(key.slice(8, -4));
  });

  it.each([
    ['no name', { name: '', scopes: ['story:read'] }, 'name'],
    ['no scope', { name: 'x', scopes: [] }, 'scopes'],
    ['a scope that is none', { name: 'x', scopes: ['read everything'] }, 'scopes.0'],
    ['a time that has passed', { name: 'x', scopes: ['*'], expiresAt: new Date(0) }, 'expiresAt'],
  ])('are not made with %s', async (_, input, field) => {
    await expect(admin.system.keys.create(input)).rejects.toMatchObject({ code: 'invalid_input', field });
  });
});
