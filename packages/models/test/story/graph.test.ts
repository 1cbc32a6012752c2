import { newId } from '@graphkeep/contract';
import { describe, expect, it } from 'vitest';
import { createSchema, entitySchema, idPrefix, type NodeDefinition } from '../../src/index.ts';
import * as story from '../../src/story/index.ts';
import { problem } from '../problem.ts';

const { Character, Dashboard, Memory, Player, Session, SessionState, storyCachePolicies, storyGraph } = story;
const nodes: readonly NodeDefinition[] = Object.values(storyGraph);

describe('the story', () => {
  it('has the constraints that older data knows by name', () => {
    expect(nodes.map(({ keyConstraint }) => keyConstraint)).toEqual(
      expect.arrayContaining([
        'character_id',
        'location_id',
        'user_id',
        'session_id',
        'goal_id',
        'intervention_id',
        'strategy_id',
      ]),
    );
    expect(new Set(nodes.map(({ keyConstraint }) => keyConstraint)).size).toBe(nodes.length);
  });

  it('belongs to players, but for worlds and locations', () => {
    const shared = nodes.filter(({ owner }) => owner === undefined).map(({ label }) => label);
    expect(shared).toEqual(['World', 'Location']);
    for (const node of nodes.filter(({ owner }) => owner !== undefined)) {
      expect(node.owner, node.label).toBe('playerId');
      expect(
        node.key === 'playerId' || node.indexes.some(([first]) => first === 'playerId'),
        node.label,
      ).toBe(true);
    }
  });

  it('makes ids of a prefix for each kind', () => {
    const made = nodes.filter(({ traits }) => traits.madeKey);
    const prefixes = made
      .flatMap(
        ({ fields, key }) =>
          fields.filter(({ name }) => name === key).map(({ value }) => idPrefix(value)) ?? [],
      )
      .filter((prefix) => prefix !== undefined);
    expect(prefixes).toHaveLength(made.length);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });

  it('keeps an address secret, and a player findable under the older name', () => {
    expect(Player.fields.find(({ name }) => name === 'email')).toMatchObject({
      encrypted: true,
      blind: 'email_blind',
    });
    expect(Player.labels).toEqual([{ label: 'User' }]);
  });

  it('recalls memories by vector and by words', () => {
    expect(Memory.vectors).toEqual({ embedding: { dimensions: 384, similarity: 'cosine' } });
    expect(Memory.fullText).toEqual(['content']);
  });

  it('names each relationship from both ends alike', () => {
    for (const node of nodes)
      for (const [name, { type, direction, to, properties }] of Object.entries(node.relationships)) {
        const other = nodes.find(({ label }) => label === to);
        const back = Object.values(other?.relationships ?? {}).filter(
          (one) => one.type === type && one.to === node.label && one.direction !== direction,
        );
        expect(back.length, `${node.label}.${name}`).toBeLessThanOrEqual(1);
        for (const one of back)
          expect(Object.keys(one.properties?.shape ?? {}), `${node.label}.${name}`).toEqual(
            Object.keys(properties?.shape ?? {}),
          );
      }
  });
});

describe('cache rules', () => {
  it('name policies that exist', () => {
    const models = [
      SessionState,
      Dashboard,
      story.CharacterState,
      story.NarrativeContext,
      story.Preferences,
      story.TherapeuticProgress,
    ];
    for (const { cache } of [...nodes, ...models])
      if (cache) expect(Object.keys(storyCachePolicies)).toContain(cache.policy);
  });

  it('drop a character’s sessions and its player’s dashboard with the character', () => {
    const [playerId, characterId, sessionId, worldId] = [
      newId('ply'),
      newId('chr'),
      newId('ses'),
      newId('wld'),
    ];
    const stamps = { createdAt: new Date(), updatedAt: new Date(), version: 1 };
    const character = entitySchema(Character).parse({
      ...createSchema(Character).parse({ characterId, playerId, name: 'Ada' }),
      ...stamps,
    });
    const session = entitySchema(Session).parse({
      ...createSchema(Session).parse({ sessionId, playerId, characterId, worldId }),
      ...stamps,
    });
    const world = entitySchema(story.World).parse({
      ...createSchema(story.World).parse({ worldId, name: 'Vale' }),
      createdAt: stamps.createdAt,
      updatedAt: stamps.updatedAt,
    });
    const state = SessionState.schema.parse({
      session,
      character,
      world,
      scene: null,
      openChoices: [],
      conversation: { items: [], previous: null },
    });
    expect(SessionState.cache.tags?.(state)).toEqual([
      `session:${sessionId}`,
      `player:${playerId}`,
      `character:${characterId}`,
      `world:${worldId}`,
      `choice@${playerId}`,
    ]);
    const use = { sessions: 0, minutes: 0 };
    const dashboard = Dashboard.schema.parse({
      playerId,
      madeAt: new Date(),
      characters: [character],
      activeSessions: [session],
      goals: [],
      markers: [],
      skills: [],
      streak: { current: 0, longest: 0 },
      total: use,
      thisWeek: use,
      thisMonth: use,
      effectiveness: [],
      recommendations: [],
      overall: null,
      engagement: null,
      trend: null,
    });
    const { tags = () => [] } = Dashboard.cache;
    expect(tags(dashboard)).toEqual(expect.arrayContaining([`player:${playerId}`, `character@${playerId}`]));
  });

  it('renew a session by use, or by how long ago somebody was active', () => {
    const { session, sessionByActivity } = storyCachePolicies;
    expect(session).toMatchObject({ ttl: '24h', policy: 'sliding' });
    const [lastInteraction, updatedAt] = [new Date(1), new Date(2)];
    expect(sessionByActivity.policy.lastActive({ lastInteraction, updatedAt })).toBe(lastInteraction);
    expect(sessionByActivity.policy.lastActive({ updatedAt })).toBe(updatedAt);
  });
});

describe('the state of a world', () => {
  it('is one for each player and world', () => {
    const [playerId, worldId] = [newId('ply'), newId('wld')];
    const create = createSchema(story.WorldState);
    const state = { worldStateId: story.worldStateId(playerId, worldId), playerId, worldId };
    expect(create.parse(state)).toMatchObject({ clock: 0, values: {} });
    expect(problem(create, { ...state, worldStateId: worldId })).toMatch(/^worldStateId: must be made by/);
  });
});
