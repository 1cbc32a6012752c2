import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './servers.ts';

const [ISSUER, AUDIENCE] = ['https://login.example', 'graphkeep'];
const SECRET = 'a secret of the tests that is long enough';
const secretKey = new TextEncoder().encode(SECRET);
const common = { GRAPHKEEP_JWT_ISSUER: ISSUER, GRAPHKEEP_JWT_AUDIENCE: AUDIENCE };
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;
const good: JWTPayload = {
  ...{ iss: ISSUER, aud: AUDIENCE, sub: 'ply_01h2xcejqtf2nbrexx3vqjhp41' },
  ...{ exp: inSeconds(600), scope: 'openid story:read' },
};

let server: TestServer;
const ask = async (token: string, path = 'story.players.list') => {
  const response = await fetch(`${server.url}/trpc/${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { error } = (await response.json()) as {
    error?: { json: { message: string; data: { code: string } } };
  };
  return { status: response.status, code: error?.json.data.code, message: error?.json.message };
};
const refused = (message: string) => ({ status: 401, code: 'unauthenticated', message });

describe('tokens that are signed with a secret', () => {
  beforeAll(async () => {
    server = await startTestServer({ ...common, GRAPHKEEP_JWT_SECRET: SECRET });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const signed = (claims: JWTPayload, key: Uint8Array = secretKey, alg = 'HS256') =>
    new SignJWT(claims).setProtectedHeader({ alg }).sign(key);

  it('are taken for their scopes and their owner', async () => {
    expect(await ask(await signed(good))).toMatchObject({ status: 200 });
    expect(await ask(await signed({ ...good, scope: ['story:read'] }))).toMatchObject({ status: 200 });
    expect(await ask(await signed({ ...good, scope: 'story:write' }))).toMatchObject({ status: 403 });
    expect(await ask(await signed({ ...good, scope: 'system:admin' }), 'system.keys.list')).toMatchObject({
      status: 403,
      message: expect.stringContaining('bound to no owner'),
    });
    expect(
      await ask(await signed({ ...good, scope: 'system:admin all-owners' }), 'system.keys.list'),
    ).toMatchObject({ status: 200 });
  });

  it.each([
    ['has expired', { exp: inSeconds(-10) }, 'The token has expired.'],
    ['never expires', { exp: undefined }, 'The token lacks a usable exp.'],
    ['is not valid yet', { nbf: inSeconds(60) }, 'The token is not valid yet.'],
    ['is for others', { aud: 'another' }, 'The token is made for another audience.'],
    ['is for nobody', { aud: undefined }, 'The token lacks a usable aud.'],
    ['is by another issuer', { iss: 'https://evil.example' }, 'The token is made by another issuer.'],
    ['has a strange subject', { sub: 'a b' }, 'The token says nothing usable under sub.'],
    ['has strange scopes', { scope: 5 }, 'The token says nothing usable under scope.'],
  ])('are refused with the reason: one that %s', async (_, claims, message) => {
    expect(await ask(await signed({ ...good, ...claims } as JWTPayload))).toEqual(refused(message));
  });

  it('may come from a clock that is a little off', async () => {
    expect(await ask(await signed({ ...good, nbf: inSeconds(3) }))).toMatchObject({ status: 200 });
    expect(await ask(await signed({ ...good, exp: inSeconds(-3) }))).toMatchObject({ status: 200 });
  });

  it('are refused with no word on the secret: another one, none, another method, a broken text', async () => {
    const other = new TextEncoder().encode(`${SECRET}!`);
    expect(await ask(await signed({ ...good, exp: inSeconds(-10) }, other))).toEqual(
      refused('The signature of the token is wrong.'),
    );
    const method = refused('The token is signed by a method that this server does not take.');
    expect(await ask(new UnsecuredJWT(good).encode())).toEqual(method);
    expect(await ask(await signed(good, secretKey, 'HS512'))).toEqual(method);
    const { privateKey } = await generateKeyPair('RS256');
    expect(await ask(await new SignJWT(good).setProtectedHeader({ alg: 'RS256' }).sign(privateKey))).toEqual(
      method,
    );
    expect(await ask('a.b.c')).toEqual(refused('The token cannot be read.'));
  });
});

describe("tokens that are signed with an issuer's key", async () => {
  const known = await generateKeyPair('ES256', { extractable: true });
  const next = await generateKeyPair('ES256', { extractable: true });
  const published = async (key: CryptoKey, kid: string) => ({ ...(await exportJWK(key)), kid, alg: 'ES256' });
  let issuer: Server;
  let asked = 0;
  let answer: 'keys' | 'nothing' | 'an error' = 'keys';

  beforeAll(async () => {
    const keys = [await published(known.publicKey, 'known')];
    issuer = createServer((_, response) => {
      asked++;
      if (answer === 'keys') response.end(JSON.stringify({ keys }));
      if (answer === 'an error') response.writeHead(500).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => issuer.once('listening', resolve));
    const { port } = issuer.address() as AddressInfo;
    server = await startTestServer({
      ...common,
      GRAPHKEEP_JWT_JWKS_URL: `http://127.0.0.1:${port}/jwks.json`,
    });
  });
  afterEach(() => {
    answer = 'keys';
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    issuer.closeAllConnections();
    issuer.close();
  });

  const signed = (key: CryptoKey, kid: string) =>
    new SignJWT(good).setProtectedHeader({ alg: 'ES256', kid }).sign(key);

  it('wait for an issuer that does not answer no longer than the deadline, and say that it is away', async () => {
    answer = 'an error';
    expect(await ask(await signed(known.privateKey, 'known'))).toMatchObject({
      status: 503,
      code: 'unavailable',
    });
    const before = asked;
    expect(await ask(await signed(known.privateKey, 'known'))).toMatchObject({ status: 503 });
    expect(asked).toBe(before);
  });

  it('are taken, and the keys are read once for many', async () => {
    await expect
      .poll(async () => (await ask(await signed(known.privateKey, 'known'))).status, { timeout: 5_000 })
      .toBe(200);
    const before = asked;
    await Promise.all(Array.from({ length: 5 }, async () => ask(await signed(known.privateKey, 'known'))));
    expect(asked).toBe(before);
  });

  it('are refused when the key is not published, and such tokens do not make the issuer be asked again and again', async () => {
    const unknown = refused('The token is signed by a key that its issuer does not publish.');
    const before = asked;
    for (let i = 0; i < 3; i++) expect(await ask(await signed(next.privateKey, 'next'))).toEqual(unknown);
    expect(asked - before).toBeLessThanOrEqual(1);
    expect(await ask(await signed(next.privateKey, 'known'))).toEqual(
      refused('The signature of the token is wrong.'),
    );
  });

  it('cannot be made with the public key as a secret', async () => {
    const text = new TextEncoder().encode(JSON.stringify(await published(known.publicKey, 'known')));
    const token = await new SignJWT(good).setProtectedHeader({ alg: 'HS256', kid: 'known' }).sign(text);
    expect(await ask(token)).toEqual(
      refused('The token is signed by a method that this server does not take.'),
    );
  });
});

it('no token is taken where none is configured', async () => {
  await using plain = await startTestServer();
  server = plain;
  const token = await new SignJWT(good).setProtectedHeader({ alg: 'HS256' }).sign(secretKey);
  expect(await ask(token)).toEqual(refused('This server does not know the key.'));
});
