import { newId } from '@graphkeep/contract';
import {
  Character,
  Conversation,
  EmotionalState,
  Location,
  Memory,
  Message,
  Player,
  Scene,
  Session,
  type StoryGraph,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { cypher } from '@graphkeep/platform';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j, testRedis } from '@graphkeep/services';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  anonymisePlayer,
  type CheckReport,
  cleanCache,
  planCleaning,
  planErasure,
  readConsents,
  requireConsent,
  setConsent,
  storyDomain,
} from '../../src/index.ts';
import { fullPlayer } from './full-player.ts';

const [neo4j, redis] = [await testNeo4j({ schema: 'story' }), await testRedis({ isolated: true })];
const engines = [
  { name: 'embedded', environment: { NEO4J_URI: 'memory:' } },
  ...(neo4j && redis
    ? [
        {
          name: 'neo4j and redis',
          environment: { NEO4J_URI: neo4j.url, NEO4J_PASSWORD: neo4j.password, REDIS_URL: redis.url },
        },
      ]
    : []),
];
const markerOf = () => `Zq${newId('ply').slice(4, 26)}`;
const budget = { timeBudgetMs: 5_000, batchSize: 200 };
const DAY_MS = 86_400_000;

describe.each(engines)('care for what is held on $name', { timeout: 60_000 }, ({ environment }) => {
  const open = (now = () => new Date()) => openTestPlatform({ ...storyDomain, environment, now });
  const systemOf = ({ as }: Awaited<ReturnType<typeof open>>): Scoped<StoryGraph> =>
    as({ id: 'system', scopes: ['*'] });

  it('drops cached values by session, player, character and age, after a plan', async () => {
    await using platform = await open();
    const system = systemOf(platform);
    const { playerId, sessionId, characterId, goalId } = await fullPlayer(system, markerOf());
    const { TherapeuticGoal } = storyDomain.graph;
    const warm = async () => {
      await system.cached(Player).get({ playerId });
      await system.cached(Session).get({ sessionId });
      await system.cached(Character).get({ characterId });
      await system.cached(TherapeuticGoal).get({ goalId });
    };
    const planned = async (selection: Parameters<typeof planCleaning>[1]['selection']) => {
      await warm();
      const { report, confirm } = await planCleaning(system, { selection, ...budget });
      return { types: Object.keys(report.byType).toSorted(), report, confirm };
    };
    expect((await planned({ by: 'session', sessionId })).types).toEqual(['Session']);
    expect((await planned({ by: 'character', characterId })).types).toEqual(['Character', 'Session']);
    expect((await planned({ by: 'user', playerId, keepTherapeutic: true })).types).toEqual([
      'Character',
      'Player',
      'Session',
    ]);
    expect((await planned({ by: 'age', olderThanMs: DAY_MS })).report.matched).toBe(0);
    const { types, confirm } = await planned({ by: 'player', playerId, keepTherapeutic: false });
    expect(types).toEqual(['Character', 'Player', 'Session', 'TherapeuticGoal']);
    expect(await cleanCache(system, { confirm, ...budget })).toMatchObject({ removed: 4, dryRun: false });
    const { report } = await planCleaning(system, {
      selection: { by: 'player', playerId, keepTherapeutic: false },
      ...budget,
    });
    expect(report.matched).toBe(0);
    await expect(
      cleanCache(system, { confirm: `${confirm.slice(0, -4)}AAAA`, ...budget }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const player = platform.as({ id: 'p', owner: playerId, scopes: ['story:*'] });
    await expect(planCleaning(player, { selection: { by: 'orphans' }, ...budget })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('finds what differs between cache and graph, and what cannot be right in the graph, and mends it', async () => {
    await using platform = await open();
    const system = systemOf(platform);
    const { playerId, characterId, sessionId, locationId } = await fullPlayer(system, markerOf());
    const stranger = await fullPlayer(system, markerOf());
    const other = await system
      .repo(Location)
      .create({ name: 'Elsewhere', locationType: 'inn', worldId: stranger.worldId });
    await system.repo(Character).patch({ characterId }, { currentLocationId: locationId });
    await system.cached(Character).get({ characterId });
    // By hand, so that neither journal nor cache hear of it.
    const nothing = { rows: z.object({}), writes: [] };
    await system.query(
      cypher`MATCH (n:Character) WHERE n.characterId = ${characterId} SET n.level = ${9}`,
      nothing,
    );
    await system.query(
      cypher`MATCH (a:Character), (b:Location) WHERE a.characterId = ${characterId} AND b.locationId = ${other.locationId}
             CREATE (a)-[:LOCATED_AT]->(b)`,
      nothing,
    );
    await system.query(
      cypher`MATCH (a:Character), (b:Character) WHERE a.characterId = ${characterId} AND b.characterId = ${stranger.characterId}
             CREATE (a)-[:KNOWS]->(b)`,
      nothing,
    );
    await system.query(
      cypher`MATCH (:Player)-[r:HAS_SESSION]->(s:Session) WHERE s.sessionId = ${sessionId} DELETE r`,
      nothing,
    );
    const lost = await system
      .repo(Scene)
      .create({ playerId, sessionId: newId('ses'), title: 'Lost', sceneType: 'challenge' });

    const run = async (repair: boolean) =>
      (await system.jobs.run('story.check', { playerId, repair })) as CheckReport;
    const found = await run(false);
    expect(found.counts).toEqual({
      'stale cache': 1,
      'missing link': 1,
      'lost subject': 1,
      'more than one': 1,
      'foreign link': 1,
    });
    expect(found.findings.every(({ outcome }) => outcome !== 'repaired')).toBe(true);
    const mended = await run(true);
    expect(mended.findings).toContainEqual(
      expect.objectContaining({ rule: 'lost subject', node: `Scene/${lost.sceneId}`, outcome: 'left' }),
    );
    expect((await run(false)).counts).toMatchObject({
      'stale cache': 0,
      'missing link': 0,
      'more than one': 0,
      'foreign link': 0,
    });
    const { locatedAt, knows, level } = await system
      .repo(Character)
      .get({ characterId, include: { locatedAt: true, knows: true } });
    expect(locatedAt?.locationId).toBe(locationId);
    expect(knows).toHaveLength(1);
    expect((await system.cached(Character).get({ characterId })).level).toBe(level);
  });

  it('keeps consents with their times, and refuses analytics without one', async () => {
    await using platform = await open();
    const system = systemOf(platform);
    const { playerId } = await fullPlayer(system, markerOf());
    const player = platform.as({ id: 'p', owner: playerId, scopes: ['story:*'] });
    await expect(requireConsent(system, playerId, 'research')).rejects.toMatchObject({
      code: 'consent_needed',
    });
    const given = await setConsent(player, { playerId, consent: 'research', given: true });
    expect(given).toMatchObject({ given: true, since: expect.any(Date) });
    expect(await setConsent(player, { playerId, consent: 'research', given: true })).toEqual(given);
    await requireConsent(system, playerId, 'research');
    const withdrawn = await setConsent(player, { playerId, consent: 'research', given: false });
    await expect(requireConsent(system, playerId, 'research')).rejects.toMatchObject({
      code: 'consent_needed',
    });
    await setConsent(player, { playerId, consent: 'newsletter', given: true });
    expect(await readConsents(player, { playerId })).toEqual(
      expect.arrayContaining([
        withdrawn,
        expect.objectContaining({ consent: 'newsletter', given: true }),
        { consent: 'anonymousAnalytics', given: false, since: null },
      ]),
    );
    const stranger = platform.as({ id: 's', owner: newId('ply'), scopes: ['story:*'] });
    await expect(setConsent(stranger, { playerId, consent: 'research', given: true })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('removes what is older than its player wants it kept, and leaves what an open session needs', async () => {
    let days = 0;
    const begin = Date.now();
    await using platform = await open(() => new Date(begin + days * DAY_MS));
    const system = systemOf(platform);
    const { playerId, sessionId, sceneId } = await fullPlayer(system, markerOf());
    const patient = await fullPlayer(system, markerOf());
    const { privacySettings } = await system.repo(Player).get({ playerId });
    await system
      .repo(Player)
      .patch({ playerId }, { privacySettings: { ...privacySettings, retentionDays: 30 } });
    days = 20;
    await system.repo(Session).patch({ sessionId }, { currentSceneId: sceneId });
    days = 40;
    await system.jobs.run('story.retention', {});
    const left = (definition: typeof Message | typeof Memory | typeof EmotionalState, id: string) =>
      system.repo(definition).count({ where: { playerId: id } });
    expect(await left(Message, playerId)).toBe(0);
    expect(await left(Memory, playerId)).toBe(0);
    expect(await left(Memory, patient.playerId)).toBe(1);
    expect(await system.repo(Scene).exists({ where: { sceneId } })).toBe(true);
    expect(await system.repo(Session).exists({ where: { sessionId } })).toBe(true);
    expect(await system.repo(Character).count({ where: { playerId } })).toBe(2);
    await system.jobs.run('story.retention', { byType: { EmotionalState: 10 } });
    expect(await left(EmotionalState, patient.playerId)).toBe(0);
    expect(await left(Memory, patient.playerId)).toBe(1);
    days = 80;
    await system.jobs.run('story.retention', {});
    expect(await system.repo(Session).exists({ where: { sessionId } })).toBe(false);
    expect(await system.repo(Conversation).exists({ where: { playerId } })).toBe(false);
    expect(await system.repo(Player).exists({ where: { playerId } })).toBe(true);
  });

  it('makes a player anonymous: the figures stay, and lead to nobody', async () => {
    await using platform = await open();
    const system = systemOf(platform);
    const marker = markerOf();
    const { playerId, sessionId } = await fullPlayer(system, marker);
    const player = platform.as({ id: 'p', owner: playerId, scopes: ['story:*'] });
    const plan = await planErasure(player, { playerId });
    await expect(anonymisePlayer(player, plan)).rejects.toMatchObject({ code: 'consent_needed' });
    await setConsent(player, { playerId, consent: 'anonymousAnalytics', given: true });
    const { kept, erasureId } = await anonymisePlayer(player, plan);
    expect(kept).toMatchObject({ Player: 1, Session: 1, EmotionalState: 1, Intervention: 1 });
    await system.jobs.run('story.erase', { erasureId });
    expect(await system.repo(Session).exists({ where: { sessionId } })).toBe(false);
    const { items } = await system.repo(EmotionalState).find({
      where: {
        state: 'anxious',
        session: { some: { player: { some: { username: { startsWith: 'anonymous-' } } } } },
      },
      orderBy: { createdAt: 'desc' },
      limit: 1,
    });
    expect(items[0]).toMatchObject({
      intensity: 0.7,
      triggers: [],
      recordedAt: new Date('2026-03-01T00:00:00Z'),
    });
    expect(items[0]?.playerId).not.toBe(playerId);
    const rows = await system.query(
      cypher`MATCH (n:EmotionalState) WHERE n.playerId = ${items[0]?.playerId ?? ''} RETURN properties(n) AS all`,
      {
        rows: z.object({ all: z.record(z.string(), z.unknown()) }),
      },
    );
    expect(JSON.stringify(rows)).not.toContain(marker);
  });
});
