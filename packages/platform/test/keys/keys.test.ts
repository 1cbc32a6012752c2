import { createHash } from 'node:crypto';
import { createLogger, secretOf } from '@graphkeep/core';
import { cypher } from '@graphkeep/graph';
import { type StoryGraph, storyGraph } from '@graphkeep/models/story';
import { testNeo4j } from '@graphkeep/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ApiKey, type Keys, keysOf } from '../../src/index.ts';
import type { DigestSecrets } from '../../src/keys/digests.ts';
import { type KeysOptions, openKeys } from '../../src/keys/open-keys.ts';
import { openTestPlatform, type TestPlatform } from '../../src/testing/index.ts';

const neo4j = await testNeo4j({ schema: 'story' });
const engines = [
  { name: 'embedded', environment: { NEO4J_URI: 'memory:' } },
  ...(neo4j
    ? [{ name: 'neo4j', environment: { NEO4J_URI: neo4j.url, NEO4J_PASSWORD: neo4j.password } }]
    : []),
];
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const admin = { id: 'admin', scopes: ['*'] };
const reader = { name: 'reader', scopes: ['story:read'] };

describe.each(engines)('keys on $name', ({ environment }) => {
  let platform: TestPlatform<StoryGraph>;
  let keys: Keys;
  let skippedMs = 0;
  const now = () => new Date(Date.now() + skippedMs);
  /** The keys of the same graph, as another process has them. */
  const elsewhere = (secrets: KeysOptions['secrets'] = {}): Keys =>
    openKeys({
      repositories: platform.as(admin) as unknown as KeysOptions['repositories'],
      ...{ secrets, now, log: createLogger({ level: 'silent' }) },
    });
  const storedDigest = (keyId: string) =>
    platform.as(admin).query(cypher`MATCH (n:GraphkeepApiKey {keyId: ${keyId}}) RETURN n.digest AS digest`, {
      rows: z.object({ digest: z.string() }),
    });
  const unknown = { code: 'unauthenticated', status: 401 };

  beforeAll(async () => {
    platform = await openTestPlatform({ graph: storyGraph, environment, now });
    keys = keysOf(platform.as(admin));
  });
  afterAll(() => platform[Symbol.asyncDispose]());

  it('are shown once, and kept as a digest', async () => {
    const { key, ...told } = await keys.create(reader, admin);
    expect(key).toMatch(/^gk_live_[\w-]{43}$/);
    expect(told).toMatchObject({ ...reader, state: 'active', createdBy: 'admin', hint: `…${key.slice(-4)}` });
    const { items } = await keys.list({ limit: 200 });
    expect(items.find(({ keyId }) => keyId === told.keyId)).toEqual(told);
    expect(await storedDigest(told.keyId)).toEqual([
      { digest: createHash('sha256').update(key).digest('base64url') },
    ]);
  });

  it('give their scopes and their owner to whoever sends them', async () => {
    const { key, keyId } = await keys.create({ ...reader, owner: 'ply_1' }, admin);
    expect(await keys.principalOf(key)).toEqual({ id: keyId, scopes: ['story:read'], owner: 'ply_1' });
    for (const other of [`${key.slice(0, -1)}~`, `${key}x`, 'gk_live_', '', key.replace('live', 'test')])
      await expect(keys.principalOf(other)).rejects.toMatchObject(unknown);
    const strange = `gk_live_${'A'.repeat(43)}`;
    const refusal = await keys.principalOf(strange).catch(String);
    expect(refusal).toContain('does not know the key');
    expect(refusal).not.toContain(strange);
  });

  it('give on no more than their maker has', async () => {
    const modest = { id: 'key_modest', scopes: ['system:admin', 'story:read'] };
    await expect(
      keys.create({ name: 'more', scopes: ['story:read', 'story:*'] }, modest),
    ).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('story:*'),
    });
    expect(await keys.create(reader, modest)).toMatchObject({ createdBy: 'key_modest' });
    const { keyId } = await keys.create({ name: 'all', scopes: ['*'] }, admin);
    await expect(keys.rotate({ keyId, overlapMs: 0 }, modest)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('end when they expire', async () => {
    const { key, keyId } = await keys.create(
      { ...reader, expiresAt: new Date(now().getTime() + HOUR) },
      admin,
    );
    await keys.principalOf(key);
    skippedMs += HOUR;
    await expect(keys.principalOf(key)).rejects.toMatchObject({
      ...unknown,
      message: `The key ${keyId} is expired: ask for another one.`,
    });
  });

  it('end when they are revoked: here at once, in other processes within five seconds', async () => {
    const { key, keyId } = await keys.create(reader, admin);
    const other = elsewhere();
    expect(await other.principalOf(key)).toEqual(await keys.principalOf(key));
    expect(await keys.revoke(keyId)).toMatchObject({ state: 'revoked', revokedAt: expect.any(Date) });
    await expect(keys.principalOf(key)).rejects.toMatchObject(unknown);
    skippedMs += 5 * SECOND;
    await expect(other.principalOf(key)).rejects.toMatchObject(unknown);
    const { revokedAt } = await keys.revoke(keyId);
    skippedMs += SECOND;
    expect(await keys.revoke(keyId)).toMatchObject({ revokedAt });
  });

  it('are rotated: the old one is taken for a while yet, and has one successor', async () => {
    const lifeOf = ({ createdAt, expiresAt }: ApiKey) => (expiresAt?.getTime() ?? 0) - createdAt.getTime();
    const old = await keys.create(
      { ...reader, owner: 'ply_2', expiresAt: new Date(now().getTime() + 100 * HOUR) },
      admin,
    );
    skippedMs += HOUR;
    const fresh = await keys.rotate({ keyId: old.keyId, overlapMs: HOUR }, admin);
    expect(fresh).toMatchObject({ ...reader, owner: 'ply_2', state: 'active' });
    expect((fresh.expiresAt?.getTime() ?? 0) - now().getTime()).toBeCloseTo(lifeOf(old), -4);
    expect([await keys.principalOf(old.key), await keys.principalOf(fresh.key)]).toMatchObject([
      { id: old.keyId },
      { id: fresh.keyId },
    ]);
    await expect(keys.rotate({ keyId: old.keyId, overlapMs: 0 }, admin)).rejects.toMatchObject({
      code: 'invalid_input',
      message: `The key ${old.keyId} has a successor, ${fresh.keyId}: make a new one.`,
    });
    skippedMs += HOUR;
    await expect(keys.principalOf(old.key)).rejects.toMatchObject(unknown);
    expect(await keys.principalOf(fresh.key)).toMatchObject({ owner: 'ply_2' });
  });

  it('are made once for one request, with a new secret for an answer that was lost', async () => {
    const first = await keys.create(reader, admin, 'request-1');
    const again = await keys.create(reader, admin, 'request-1');
    expect(again.keyId).toBe(first.keyId);
    await expect(keys.principalOf(first.key)).rejects.toMatchObject(unknown);
    expect(await keys.principalOf(again.key)).toMatchObject({ id: first.keyId });
  });

  it('tell when they were used last', async () => {
    const used = elsewhere();
    const { key, keyId } = await used.create(reader, admin);
    await used.principalOf(key);
    await used.close();
    const { items } = await keys.list({ limit: 200 });
    expect(items.find((one) => one.keyId === keyId)?.lastUsedAt).toBeInstanceOf(Date);
  });

  it('are kept with the secret of the servers, and stay good when it changes', async () => {
    const [older, newer] = [
      'a secret that is long enough, first',
      'a secret that is long enough, second',
    ].map(secretOf);
    const before = elsewhere();
    const { key, keyId } = await before.create(reader, admin);
    const digestOf = async () => (await storedDigest(keyId))[0]?.digest;
    const digests = [await digestOf()];
    for (const secrets of [{ root: older }, { root: newer, previous: older }] as DigestSecrets[]) {
      expect(await elsewhere(secrets).principalOf(key)).toMatchObject({ id: keyId });
      digests.push(await digestOf());
    }
    expect(new Set(digests).size).toBe(3);
    await expect(before.principalOf(key)).rejects.toMatchObject(unknown);
  });
});
