import { newId } from '@graphkeep/contract';
import { createGraphkeep, type Graphkeep } from '@graphkeep/sdk';
import { filledGuide } from '@graphkeep/test/guide';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, startTestServer, type TestServer } from '../servers.ts';

const here = new URL(import.meta.url);

it('shows in docs/story-sessions.md the code that is compiled and run here: npm test -- --filter=@graphkeep/server -- -u', async () => {
  const page = '../../../../docs/story-sessions.md';
  await expect(filledGuide(new URL(page, here), new URL('./', here))).toMatchFileSnapshot(page);
});

describe('docs/story-sessions.md', () => {
  let server: TestServer;
  let admin: Graphkeep;
  let gk: Graphkeep;
  let playerId: string;
  let characterId: string;
  let worldId: string;
  let sessionId: string;

  beforeAll(async () => {
    server = await startTestServer({ GRAPHKEEP_STORY_MAX_ACTIVE_SESSIONS: '2' });
    admin = createGraphkeep({ url: server.url, apiKey: API_KEY });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('sets the stage', async () => {
    const username = `ada-${newId('ply').slice(-8)}`;
    //#region stage
    const world = await admin.story.worlds.create({
      name: 'The coast',
      themes: ['courage'],
      difficulty: 'gentle',
    });
    const harbour = await admin.story.locations.create({
      name: 'Harbour',
      locationType: 'town',
      worldId: world.worldId,
    });
    const player = await admin.story.players.create({ username });
    const { key } = await admin.system.keys.create({
      name: 'the game of this player',
      scopes: ['story:read', 'story:write'],
      owner: player.playerId, // sees and writes what is theirs, and nothing else
    });
    //#endregion
    gk = createGraphkeep({ url: server.url, apiKey: key });
    ({ playerId } = player);
    ({ worldId } = world);
    //#region character
    const ada = await gk.story.characters.create({
      playerId,
      name: 'Ada',
      background: { traits: ['curious'], fears: ['deep water'] },
    });
    await gk.story.characters.move({ characterId: ada.characterId, locationId: harbour.locationId });
    //#endregion
    ({ characterId } = ada);
    const { locatedAt } = await gk.story.characters.get({ characterId, include: { locatedAt: true } });
    expect(locatedAt?.name).toBe('Harbour');
  });

  it('begins, goes on and ends', async () => {
    //#region start
    const begun = await gk.story.sessions.start({ playerId, characterId, worldId });
    const { session, character, world, scene, openChoices, conversation } = begun;
    //#endregion
    expect([session.status, character.name, world.name, scene, openChoices, conversation.items]).toEqual([
      'active',
      'Ada',
      'The coast',
      null,
      [],
      [],
    ]);
    ({ sessionId } = session);
    //#region load
    const state = await gk.story.sessions.load({ sessionId });
    //#endregion
    expect(state).toEqual(begun);
    //#region touch
    await gk.story.sessions.touch({ sessionId });
    //#endregion
    //#region variables
    const { version } = state.session;
    const changed = await gk.story.sessions.setVariables({
      sessionId,
      version,
      variables: { lantern: 'lit', door: null }, // null takes a name away; the others stay
      metrics: { wordsRead: 240 },
    });
    const refused = await gk.story.sessions
      .setVariables({ sessionId, version, variables: { lantern: 'out' } })
      .catch(({ code }) => code); // stale_version: somebody changed it since
    //#endregion
    expect([changed.variables, refused]).toEqual([{ lantern: 'lit' }, 'stale_version']);
    //#region pause
    await gk.story.sessions.pause({ sessionId });
    const resumed = await gk.story.sessions.resume({ sessionId }); // the whole state, as load answers it
    //#endregion
    expect(resumed.session.status).toBe('active');
    //#region context
    const context = await gk.story.sessions.context({ sessionId });
    //#endregion
    expect(context).toMatchObject({ scene: null, lastChoices: [], openThreads: [], worldState: null });
    //#region complete
    const ended = await gk.story.sessions.complete({ sessionId }); // or abandon
    const why = await gk.story.sessions.resume({ sessionId }).catch(({ message }) => message);
    // Session ses_… is completed: only one that is paused can be resumed.
    //#endregion
    expect(ended.status).toBe('completed');
    expect(why).toBe(`Session ${sessionId} is completed: only one that is paused can be resumed.`);
  });

  it('has a limit', async () => {
    const start = () => gk.story.sessions.start({ playerId, characterId, worldId });
    await start();
    await start();
    //#region limit
    const refused = await gk.story.sessions
      .start({ playerId, characterId, worldId })
      .catch(({ code, message }) => `${code}: ${message}`);
    // limit_reached: Player ply_… may have 2 active sessions at a time: pause, complete or abandon one of ses_…, ses_….
    const { items } = await gk.story.sessions.list({
      where: { status: { in: ['active', 'paused'] } },
      orderBy: { createdAt: 'desc' },
    });
    //#endregion
    expect(refused).toMatch(/^limit_reached: Player ply_\w+ may have 2 active sessions/);
    expect(items).toHaveLength(2);
  });

  it('lets characters know each other and remember', async () => {
    //#region relationships
    const bo = await gk.story.characters.create({ playerId, name: 'Bo' });
    const between = { characterId, otherId: bo.characterId };
    await gk.story.characters.setRelationship({ ...between, strength: 0.6, kind: 'friend' }); // from -1 to 1
    const { relationships } = await gk.story.characters.relationships({ characterId, minStrength: 0.5 });
    await gk.story.characters.removeRelationship(between); // { removed: true }
    //#endregion
    expect(relationships).toMatchObject([{ name: 'Bo', strength: 0.6, kind: 'friend' }]);
    //#region memories
    await gk.story.characters.remember({
      characterId,
      content: 'The lantern went out on the stairs.',
      emotionalWeight: -0.7,
      tags: ['lighthouse'],
    });
    await gk.story.characters.recall({ characterId, by: 'recent', limit: 5 });
    await gk.story.characters.recall({ characterId, by: 'weight' }); // what moved it most, good or bad
    const { items } = await gk.story.characters.recall({ characterId, by: 'text', text: 'lantern' });
    //#endregion
    expect(items.map(({ memory }) => memory.emotionalWeight)).toEqual([-0.7]);
    //#region state
    const { character, recentMemories } = await gk.story.characters.state({ characterId });
    //#endregion
    expect([character.name, recentMemories.length]).toEqual(['Ada', 1]);
  });

  it('greets a player, and removes what is no longer wanted', async () => {
    //#region log-in
    await gk.story.players.logIn({ playerId });
    const { therapeuticPreferences } = await gk.story.players.preferences({ playerId });
    //#endregion
    expect(therapeuticPreferences.sessionMinutes).toBe(30);
    //#region remove
    await gk.story.sessions.remove({ sessionId }); // its scenes, choices, events and messages too
    await gk.story.characters.remove({ characterId }); // its memories, and the sessions it was played in
    await gk.story.players.remove({ playerId });
    //#endregion
    expect((await admin.story.sessions.list({ where: { playerId } })).items).toEqual([]);
  });
});
