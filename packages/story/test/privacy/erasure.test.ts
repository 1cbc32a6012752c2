import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@graphkeep/contract';
import { Character, Message, Player, Session, type StoryGraph, storyGraph } from '@graphkeep/models/story';
import { cypher, erasuresOf, pseudonymOf, type Scoped } from '@graphkeep/platform';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j, testRedis } from '@graphkeep/services';
import { eventually } from '@graphkeep/test/eventually';
import { Redis } from 'ioredis';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signConfirmation } from '../../src/confirmation.ts';
import { conversationTail } from '../../src/conversation/tail.ts';
import { importArchive, planErasure, readReceipt, startErasure, storyDomain } from '../../src/index.ts';
import { eraseOwner } from '../../src/privacy/erasure/erase-owner.ts';
import { ownedDefinitions } from '../../src/privacy/owned-definitions.ts';
import { fullPlayer } from './full-player.ts';

const [neo4j, redis] = [await testNeo4j({ schema: 'story' }), await testRedis({ isolated: true })];
const folder = mkdtempSync(join(tmpdir(), 'graphkeep-erasures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const engines = [
  { name: 'embedded', address: undefined, environment: { NEO4J_URI: 'memory:' } },
  ...(neo4j && redis
    ? [
        {
          name: 'neo4j and redis',
          address: redis.url,
          environment: { NEO4J_URI: neo4j.url, NEO4J_PASSWORD: neo4j.password, REDIS_URL: redis.url },
        },
      ]
    : []),
];

const markerOf = () => `Zq${newId('ply').slice(4, 26)}`;

describe.each(engines)('erasure on $name', { timeout: 60_000 }, ({ environment, address }) => {
  const open = (now?: () => Date) =>
    openTestPlatform({
      ...storyDomain,
      environment: { ...environment, GRAPHKEEP_ERASURES: folder },
      ...(now && { now }),
    });

  /** Every property of every node and relationship, and every key and value of Redis, in which one of the texts stands. */
  const traces = async (
    system: Scoped<StoryGraph>,
    ...texts: readonly string[]
  ): Promise<readonly string[]> => {
    const found: string[] = [];
    const isIn = (text: string) => texts.some((one) => text.toLowerCase().includes(one.toLowerCase()));
    const rows = z.object({ labels: z.array(z.string()), all: z.record(z.string(), z.unknown()) });
    const nodes = await system.query(cypher`MATCH (n) RETURN labels(n) AS labels, properties(n) AS all`, {
      rows,
    });
    for (const { labels, all } of nodes) if (isIn(JSON.stringify(all))) found.push(labels.join(':'));
    const links = await system.query(cypher`MATCH ()-[r]->() RETURN type(r) AS name, properties(r) AS all`, {
      rows: z.object({ name: z.string(), all: z.record(z.string(), z.unknown()) }),
    });
    for (const { name, all } of links) if (isIn(JSON.stringify(all))) found.push(`-[${name}]-`);
    if (address) found.push(...(await tracesInRedis(address, isIn)));
    return [...new Set(found)];
  };

  it('leaves nothing of a player in any store, and a receipt that names nobody', async () => {
    await using platform = await open();
    const system = platform.as({ id: 'system', scopes: ['*'] });
    const [marker, otherMarker] = [markerOf(), markerOf()];
    const { playerId, sessionId, characterId, messageId } = await fullPlayer(system, marker);
    const other = await fullPlayer(system, otherMarker);
    const player = platform.as({ id: playerId, owner: playerId, scopes: ['story:*'] });
    await player.cached(Player).get({ playerId });
    await player.cached(Session).get({ sessionId });
    const message = await system.repo(Message).get({ messageId });
    const { createdAt, updatedAt, ...entry } = message;
    platform
      .as({ id: 'x', scopes: ['*'] })
      .service(conversationTail)
      .rebuild(sessionId, [{ after: null, message: entry }]);
    await eventually(async () =>
      expect(await system.service(conversationTail).read(sessionId, 10)).toHaveLength(1),
    );
    await player.transaction(() => player.repo(Player).get({ playerId }), { idempotencyKey: 'read it once' });
    expect((await traces(system, marker)).length).toBeGreaterThan(10);

    const plan = await planErasure(player, { playerId });
    for (const { definition } of ownedDefinitions(storyGraph))
      expect(plan.counts, definition.label).toHaveProperty(definition.label);
    expect(plan.total).toBe(Object.values(plan.counts).reduce((sum, count) => sum + count, 0));
    expect(await system.repo(Player).exists({ where: { playerId } })).toBe(true);

    const { erasureId, pseudonym } = await startErasure(player, plan);
    await eventually(async () => expect(await readReceipt(player, { erasureId })).toHaveProperty('doneAt'));
    const receipt = await readReceipt(system, { erasureId });
    expect(receipt).toMatchObject({ pseudonym, counts: { Player: 1, Character: 2, Session: 1, Message: 1 } });
    expect(pseudonym).toBe(pseudonymOf(playerId));

    expect(await traces(system, marker)).toEqual([]);
    expect(await system.service(conversationTail).read(sessionId, 10)).toEqual([]);
    // Keys alone, for as long as somebody may have to follow the change.
    expect(
      (await traces(system, playerId, sessionId, characterId)).filter(
        (place) => !/^Graphkeep(Entry|Pending)$|:(tag|h:stream):|:inv:log$|^tombstone /.test(place),
      ),
    ).toEqual([]);
    const { report } = await system.cacheAdmin.plan({ subjects: { player: [playerId] } });
    expect(report.matched).toBe(0);
    await expect(player.cached(Player).get({ playerId })).rejects.toMatchObject({ code: 'not_found' });
    expect(await system.repo(Player).exists({ where: { playerId: other.playerId } })).toBe(true);
    expect((await traces(system, otherMarker)).length).toBeGreaterThan(10);
  });

  it('goes on where it was broken off, though nobody asks for it again', async () => {
    await using platform = await open();
    const system = platform.as({ id: 'system', scopes: ['*'] });
    const { playerId } = await fullPlayer(system, markerOf());
    const { erasureId } = await erasuresOf(system).begin(playerId);
    let steps = 0;
    for (let after = 1; ; after++) {
      const stop = new AbortController();
      let told = 0;
      const run = eraseOwner(system, erasureId, {
        signal: stop.signal,
        progress: () => {
          told++;
          if (told === after * 3) stop.abort(new Error('broken off'));
        },
      });
      const broken = await run.then(
        () => false,
        (error: unknown) => error,
      );
      if (broken === false) break;
      expect(broken).toMatchObject({ message: 'broken off' });
      steps++;
    }
    expect(steps).toBeGreaterThan(2);
    const { playerId: next } = await fullPlayer(system, markerOf());
    const another = await erasuresOf(system).begin(next);
    await system.jobs.run('story.erase', {});
    expect(await readReceipt(system, another)).toHaveProperty('doneAt');
    expect(await system.repo(Player).exists({ where: { playerId: { in: [playerId, next] } } })).toBe(false);
  });

  it('is done again after a restore brought the player back', async () => {
    await using platform = await open();
    const system = platform.as({ id: 'system', scopes: ['*'] });
    const marker = markerOf();
    const { playerId, characterId } = await fullPlayer(system, marker);
    const { erasureId } = await erasuresOf(system).begin(playerId);
    await system.jobs.run('story.erase', { erasureId });
    // The backup is older than the erasure, so that the graph knows nothing of it; one node comes back without its player.
    await system.query(cypher`MATCH (n:GraphkeepErasure) DELETE n`, { rows: z.object({}), writes: [] });
    await system.repo(Player).create({ playerId, username: `u${marker}` });
    const other = await fullPlayer(system, markerOf());
    expect(await system.jobs.run('story.replayErasures', {})).toMatchObject({ erased: 1 });
    await system.repo(Character).create({ playerId, characterId, name: marker });
    expect(await system.jobs.run('story.replayErasures', {})).toMatchObject({ erased: 1 });
    expect(await traces(system, marker)).toEqual([]);
    expect(await system.repo(Player).exists({ where: { playerId: other.playerId } })).toBe(true);
    const archive = [
      JSON.stringify({ graphkeep: 'archive', version: 1, playerId, at: new Date().toISOString() }),
      JSON.stringify({ end: { nodes: 0, links: 0 } }),
    ];
    await expect(importArchive(system, archive)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is begun by a token that is good for one player, one person and ten minutes', async () => {
    let minutes = 0;
    const begin = Date.now();
    await using platform = await open(() => new Date(begin + minutes * 60_000));
    const system = platform.as({ id: 'system', scopes: ['*'] });
    const { playerId } = await fullPlayer(system, markerOf());
    const player = platform.as({ id: 'player', owner: playerId, scopes: [] });
    const plan = await planErasure(player, { playerId });
    await expect(startErasure(system, plan)).rejects.toThrow('It was given to somebody else.');
    await expect(
      startErasure(player, { confirm: plan.confirm.replace(/.{3}$/, 'AAA') }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
    const { confirm } = signConfirmation(player, 'something else', { playerId });
    await expect(startErasure(player, { confirm })).rejects.toThrow(
      'It is to something else, and not to erase a player.',
    );
    minutes = 11;
    await expect(startErasure(player, plan)).rejects.toThrow('It was good until');
    expect(await system.repo(Player).exists({ where: { playerId } })).toBe(true);
  });
});

const tracesInRedis = async (url: string, isIn: (text: string) => boolean): Promise<readonly string[]> => {
  const client = new Redis(url, { maxRetriesPerRequest: 1 });
  const found: string[] = [];
  try {
    for (const key of await client.keys('*')) {
      const type = await client.type(key);
      const value =
        type === 'string'
          ? (await client.getBuffer(key))?.toString('latin1')
          : type === 'stream'
            ? JSON.stringify(await client.xrange(key, '-', '+'))
            : type === 'hash'
              ? JSON.stringify(await client.hgetall(key))
              : type === 'set'
                ? JSON.stringify(await client.smembers(key))
                : type === 'zset'
                  ? JSON.stringify(await client.zrange(key, 0, '-1'))
                  : JSON.stringify(await client.lrange(key, 0, -1));
      if (isIn(key) || isIn(value ?? ''))
        found.push(`${(value ?? '').startsWith('GK1d') ? 'tombstone ' : ''}${key}`);
    }
  } finally {
    client.disconnect();
  }
  return found;
};
