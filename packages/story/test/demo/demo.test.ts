import type { Graph } from '@graphkeep/models';
import {
  Choice,
  Consequence,
  Conversation,
  MessageArchive,
  Player,
  Session,
  type StoryGraph,
  storyGraph,
} from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { openTestPlatform, type TestPlatform } from '@graphkeep/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoArchive, seedStory } from '../../src/demo/index.ts';
import {
  choose,
  conversationsOf,
  importPart,
  listAlerts,
  planErasure,
  readConsents,
  startErasure,
  storyDomain,
} from '../../src/index.ts';
import { possibleValues, valueAt } from './states.ts';

const UNTIL = new Date('2026-05-20T18:00:00.000Z');
const DAY_MS = 86_400_000;
const PLAYERS = 8;
const open = () => openTestPlatform({ ...storyDomain, consumers: [], now: () => UNTIL });
const allOf = (platform: TestPlatform<StoryGraph>) => platform.as({ id: 'test', scopes: ['*'] });

/** Every node of the graph by its label. */
const nodesOf = async (platform: Scoped<StoryGraph>) => {
  const graph: Graph = storyGraph;
  const any = platform as unknown as Scoped<Graph>;
  const found = new Map<string, readonly Record<string, unknown>[]>();
  for (const definition of Object.values(graph)) {
    const nodes: Record<string, unknown>[] = [];
    for await (const node of any.repo(definition).stream({})) nodes.push(node);
    found.set(definition.label, nodes);
  }
  return found;
};

describe('a demo', () => {
  let platform: TestPlatform<StoryGraph>;
  let all: Scoped<StoryGraph>;
  beforeAll(async () => {
    platform = await open();
    all = allOf(platform);
    await seedStory(all, { players: PLAYERS });
  }, 60_000);
  afterAll(() => platform.close());

  it('has every state that a definition knows', async () => {
    const nodes = await nodesOf(all);
    const missing = Object.values<Graph[string]>(storyGraph)
      .flatMap(possibleValues)
      .filter(({ path, value }) => {
        const some = nodes.get(path.split('.')[0] ?? '') ?? [];
        return !some.some((node) => valueAt(node, path) === value);
      });
    expect(missing).toEqual([]);
    expect([...nodes].filter(([, some]) => some.length === 0)).toEqual([]);
  });

  it('is consistent', async () => {
    const { counts, findings } = (await all.jobs.run('story.check')) as {
      counts: Record<string, number>;
      findings: unknown[];
    };
    expect(findings).toEqual([]);
    expect(Object.values(counts)).toEqual([0, 0, 0, 0, 0]);
  });

  it('has what is still to come, what is over, and what is told to somebody', async () => {
    const choices = all.repo(Choice);
    const open = { status: { in: ['active', 'paused'] } } as const;
    const scenes = (await all.repo(Session).find({ where: open })).items.map(
      ({ currentSceneId }) => currentSceneId ?? '',
    );
    expect(
      await choices.count({ where: { sceneId: { in: scenes }, chosenAt: null, isAvailable: true } }),
    ).toBeGreaterThan(5);
    const consequences = all.repo(Consequence);
    expect(await consequences.count({ where: { isApplied: false, dueAt: { lte: UNTIL } } })).toBeGreaterThan(
      0,
    );
    expect(await consequences.count({ where: { isApplied: false, dueAt: { gt: UNTIL } } })).toBeGreaterThan(
      0,
    );
    expect((await listAlerts(all, {})).items).toHaveLength(1);
    expect(await all.repo(MessageArchive).count()).toBeGreaterThan(3);
    expect(
      await all.repo(Conversation).count({ where: { live: { gt: 0 }, archived: { gt: 0 } } }),
    ).toBeGreaterThan(0);
    expect(await all.repo(Conversation).count({ where: { live: { gt: 0 }, archived: 0 } })).toBeGreaterThan(
      0,
    );
    const waits = { live: { gt: 0 }, lastAt: { lt: new Date(UNTIL.getTime() - 30 * DAY_MS) } };
    expect(await all.repo(Conversation).count({ where: waits })).toBeGreaterThan(0);
    const { items } = await all.repo(Player).find({});
    const consents = await Promise.all(items.map((player) => readConsents(all, player)));
    const said = consents.flat().filter(({ since }) => since !== null);
    expect(said.some(({ given }) => given) && said.some(({ given }) => !given)).toBe(true);
  });

  it('goes over weeks, and no further than now', async () => {
    const times = [...(await nodesOf(all)).values()]
      .flat()
      .flatMap(({ createdAt, updatedAt }) => [createdAt, updatedAt]);
    const newest = Math.max(...times.map(Number));
    const oldest = Math.min(...times.map(Number));
    expect(newest).toBeLessThanOrEqual(UNTIL.getTime());
    expect(UNTIL.getTime() - oldest).toBeGreaterThan(100 * DAY_MS);
  });

  it('adds nothing when it is made again, whatever became of it', async () => {
    const [player] = (await all.repo(Player).find({ orderBy: { createdAt: 'desc' }, limit: 1 })).items;
    const where = { playerId: player?.playerId ?? '' };
    await all.repo(Player).patch(where, { username: 'somebody-else' });
    expect(await seedStory(all, { players: PLAYERS })).toEqual({
      made: 0,
      there: PLAYERS,
      erased: 0,
      nodes: {},
      links: 0,
    });
    expect((await all.repo(Player).get(where)).username).toBe('somebody-else');
  });

  it('is played on, looked after and forgotten as any story', async () => {
    const { applied } = (await all.jobs.run('story.consequences')) as { applied: number };
    expect(applied).toBeGreaterThan(0);
    const { counts } = (await all.jobs.run('story.retention')) as { counts: Record<string, number> };
    expect(counts).toMatchObject({ Session: expect.any(Number), Message: expect.any(Number) });

    const where = { status: 'active' as const, currentSceneId: { ne: null } };
    const [session] = (await all.repo(Session).find({ where, orderBy: { updatedAt: 'desc' } })).items;
    if (!session) throw new Error('no session is active');
    const { sessionId, playerId, currentSceneId = '' } = session;
    const [choice] = (await all.repo(Choice).find({ where: { sceneId: currentSceneId, isAvailable: true } }))
      .items;
    const { choice: made } = await choose(all, { sessionId, choiceId: choice?.choiceId ?? '' });
    expect(made.chosenAt).toEqual(UNTIL);

    const { confirm } = await planErasure(all, { playerId });
    await startErasure(all, { confirm });
    await all.jobs.run('story.erase');
    expect(await seedStory(all, { players: PLAYERS })).toMatchObject({
      made: 0,
      there: PLAYERS - 1,
      erased: 1,
    });
  });
});

it('is the same from the same number, and another one from another', async () => {
  const name = { seed: 7, index: 0, until: UNTIL };
  const archive = await demoArchive(name);
  expect(await demoArchive(name)).toEqual(archive);
  const later = { ...name, until: new Date(UNTIL.getTime() + 3_600_000) };
  expect(idsOf(await demoArchive(later))).toEqual(idsOf(archive));
  expect(idsOf(await demoArchive({ ...name, seed: 8 })).some((id) => idsOf(archive).includes(id))).toBe(
    false,
  );
});
const idsOf = (archive: readonly string[]): readonly string[] =>
  archive
    .flatMap((line) => line.match(/\b[a-z]{3}_[0-9a-z]{26}\b/g) ?? [])
    .filter((id) => !id.startsWith('wld') && !id.startsWith('loc'));

it('does not read alike from player to player', async () => {
  const texts = async (index: number) => {
    const lines = (await demoArchive({ seed: 1, index, until: UNTIL })).map((line) => JSON.parse(line));
    return new Set(lines.filter(({ node }) => node === 'Message').map(({ data }) => data.text as string));
  };
  // The same scenario, some turns later.
  const [one, other] = [await texts(0), await texts(8)];
  const common = [...one].filter((text) => other.has(text));
  expect(one.size).toBeGreaterThan(30);
  expect(common.length / one.size).toBeLessThan(0.35);
});

it('stops between two players, and goes on where it was', async () => {
  await using platform = await open();
  const all = allOf(platform);
  const stop = new AbortController();
  const stopped = seedStory(all, {
    players: 3,
    signal: stop.signal,
    onProgress: ({ done }) => {
      if (done === 2) stop.abort(new Error('enough'));
    },
  });
  await expect(stopped).rejects.toThrow('enough');
  expect(await all.repo(Player).count()).toBe(2);
  expect(await seedStory(all, { players: 3 })).toMatchObject({ made: 1, there: 2 });
  const [talker] = (await all.repo(Player).find({ limit: 1 })).items;
  const said: unknown[] = [];
  for await (const message of conversationsOf(all, talker?.playerId ?? '')) said.push(message);
  expect(said.length).toBeGreaterThan(10);
});

it('goes on with a player that was left half made', async () => {
  await using platform = await open();
  const all = allOf(platform);
  const [header = '', ...lines] = await demoArchive({ seed: 1, index: 0, until: UNTIL });
  await importPart(all, { header, lines: lines.slice(0, 120) });
  expect(await all.repo(Player).count()).toBe(0);
  expect(await seedStory(all, { players: 1 })).toMatchObject({ made: 1 });
  const { findings } = (await all.jobs.run('story.check')) as { findings: unknown[] };
  expect(findings).toEqual([]);
  const sections = [...(await nodesOf(all))].filter(([label]) => label !== 'World' && label !== 'Location');
  const told = lines.filter((line) => line.startsWith('{"node"'));
  expect(sections.flatMap(([, nodes]) => nodes)).toHaveLength(told.length);
});

it.each([
  ['players', { players: -1 }],
  ['players', { players: 1.5 }],
  ['seed', { seed: Number.NaN }],
])('refuses a wrong number of %s', async (field, options) => {
  await using platform = await open();
  await expect(seedStory(allOf(platform), options)).rejects.toMatchObject({ code: 'invalid_input', field });
});
