import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMetrics } from '@graphkeep/core';
import { startProcess, tcpProxy } from '@graphkeep/faults';
import {
  Character,
  Choice,
  Consequence,
  NarrativeEvent,
  Session,
  Skill,
  TimelineEvent,
  WorldState,
  worldStateId,
} from '@graphkeep/models/story';
import { openTestPlatform } from '@graphkeep/platform/testing';
import { testNeo4j } from '@graphkeep/services';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { appendScene, choose, storyDomain } from '../../src/index.ts';
import { makePlayer } from './make-player.ts';

// A server that is just started plans each statement anew, and a choice is made of many.
vi.setConfig({ testTimeout: 60_000 });
const neo4j = await testNeo4j({ schema: 'story' });
const folder = mkdtempSync(join(tmpdir(), 'graphkeep-story-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const places = [
  { name: 'embedded', place: [`file:${join(folder, 'graph')}`] },
  ...(neo4j ? [{ name: 'neo4j', place: [neo4j.url, neo4j.password] }] : []),
];
const open = ([url = '', password = '']: readonly string[], more = {}) =>
  openTestPlatform({
    ...storyDomain,
    jobs: [],
    environment: { NEO4J_URI: url, ...(password && { NEO4J_PASSWORD: password }) },
    ...more,
  });

describe.each(places)('a process that is killed while it makes choices on $name', ({ place }) => {
  it('leaves each of them done with all that follows, or not at all', async () => {
    await using child = await startProcess(
      process.execPath,
      ['--conditions=@graphkeep/source', join(import.meta.dirname, 'choosing.ts'), ...place],
      { ready: /^open/m, outputLimit: 10_000_000 },
    );
    const said = (word: string) =>
      [...child.output().matchAll(new RegExp(`^${word} (\\S+)$`, 'gm'))].map(([, id = '']) => id);
    await vi.waitFor(() => expect(said('chosen').length).toBeGreaterThan(8), 40_000);
    await vi.waitFor(() => expect(said('choosing').length).toBeGreaterThan(said('chosen').length), {
      timeout: 10_000,
      interval: 1,
    });
    await child.kill();

    await using platform = await open(place);
    const all = platform.as({ id: 'test', scopes: ['*'] });
    const [sessionId = ''] = said('open');
    const counts = async () => {
      const session = await all.repo(Session).get({ sessionId });
      const { playerId, worldId, characterId } = session;
      const { experience, knows } = await all.repo(Character).get({ characterId, include: { knows: true } });
      const skills = await all.repo(Skill).find({ where: { playerId } });
      const world = await all.repo(WorldState).get({ worldStateId: worldStateId(playerId, worldId) });
      return [
        session.interactionCount,
        experience / 10,
        skills.items[0]?.attempts,
        skills.items[0]?.successes,
        Math.round((knows[0]?.$link.strength ?? 0) * 1_000),
        world.clock,
        await all.repo(TimelineEvent).count({ where: { playerId } }),
        await all.repo(NarrativeEvent).count({ where: { sessionId } }),
        await all.repo(Choice).count({ where: { playerId, chosenAt: { ne: null } } }),
        await all.repo(Consequence).count({ where: { sessionId, isApplied: true } }),
      ];
    };
    const before = await counts();
    expect(new Set(before).size).toBe(1);
    const [done = 0] = before;
    const acknowledged = said('chosen').length;
    expect([acknowledged, acknowledged + 1]).toContain(done);

    const last = said('choosing').at(-1) ?? '';
    const again = () => choose(all, { sessionId, choiceId: last }, { idempotencyKey: last });
    expect((await again()).choice.choiceId).toBe(last);
    await again();
    expect(await counts()).toEqual(before.map(() => said('choosing').length));
  });
});

describe.skipIf(!neo4j)('a choice whose commit breaks', () => {
  it.each(['down', 'up'] as const)('on the way %s is made once', async (way) => {
    const port = Number(new URL(neo4j?.url ?? '').port);
    await using proxy = await tcpProxy({ target: { host: '127.0.0.1', port } });
    let cuts = 1;
    const metrics = {
      ...createMetrics(),
      queryTook: ({ operation }: { readonly operation: string }) => {
        if (operation === 'idempotency.finish' && cuts-- > 0) proxy.cut({ way });
      },
      guardRetry: () => proxy.clear(),
    };
    await using platform = await open([`bolt://127.0.0.1:${proxy.port}`, neo4j?.password ?? ''], {
      metrics,
    });
    const all = platform.as({ id: 'test', scopes: ['*'] });
    const { sessionId } = await makePlayer(all);
    const { choices } = await appendScene(all, {
      sessionId,
      title: 'On',
      sceneType: 'exploration',
      choices: [
        { text: 'Go on', choiceType: 'narrative', consequences: [{ immediate: { experience: 10 } }] },
      ],
    });
    const choiceId = choices[0]?.choiceId ?? '';
    const outcome = await choose(all, { sessionId, choiceId }, { idempotencyKey: choiceId });
    expect(cuts).toBeLessThan(1);
    expect(outcome).toMatchObject({ session: { interactionCount: 1 }, character: { experience: 10 } });
    expect(await choose(all, { sessionId, choiceId }, { idempotencyKey: choiceId })).toEqual(outcome);
    expect(await all.repo(NarrativeEvent).count({ where: { sessionId } })).toBe(1);
    expect(await all.repo(Session).get({ sessionId })).toMatchObject({ interactionCount: 1 });
  });
});
