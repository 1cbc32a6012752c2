import grafeo from '@grafeo-db/js';
import { type GraphStore, openGraph } from '@graphkeep/graph';
import { Player, type StoryGraph, storyGraph } from '@graphkeep/models/story';
import neo4jDriver from 'neo4j-driver';
import { defineSuite } from '../define-suite.ts';
import { atLeast } from '../goal.ts';
import { besideDriver, guard, neo4jAddress, runBare } from '../neo4j-bench.ts';

const PLAYERS = 1_000;
const GET =
  'MATCH (n:Player) WHERE n.playerId = $key RETURN n.playerId AS playerId, n.username AS username, n.isActive AS isActive, n.lastLogin AS lastLogin, n.therapeuticPreferences AS therapeuticPreferences, n.createdAt AS createdAt, n.updatedAt AS updatedAt LIMIT 1';
const LIST = `MATCH (n:Player) WHERE n.username >= $from RETURN ${GET.slice(GET.indexOf('n.playerId AS'), GET.indexOf(' LIMIT'))} ORDER BY n.username LIMIT $limit`;

/** The same players in each store; every call takes the next one. */
const fill = async (store: GraphStore<StoryGraph>): Promise<() => string> => {
  const keys: string[] = [];
  for (let i = 0; i < PLAYERS; i++)
    keys.push(
      (await store.repo(Player).create({ username: `player-${String(i).padStart(4, '0')}` })).playerId,
    );
  let turn = 0;
  return () => keys[turn++ % keys.length] ?? '';
};

/** The embedded engine's own handle on data of the same form. */
const openBare = async (stack: AsyncDisposableStack) => {
  const database = stack.adopt(grafeo.GrafeoDB.create(), (one) => one.close());
  await database.executeCypher('CREATE CONSTRAINT player_id FOR (n:Player) REQUIRE n.playerId IS UNIQUE');
  await database.executeCypher('CREATE INDEX player_playerId FOR (n:Player) ON (n.playerId)');
  const keys = Array.from({ length: PLAYERS }, (_, i) => `ply_${String(i).padStart(26, '0')}`);
  await database.executeCypher(
    'UNWIND $keys AS key CREATE (n:Player {playerId: key, username: key, isActive: true, createdAt: 1, updatedAt: 1})',
    { keys },
  );
  let turn = 0;
  return { database, next: () => keys[turn++ % keys.length] ?? '' };
};

/** The graph mapper against the drivers beneath it. */
export const graph = defineSuite({
  name: 'graph',
  setup: async ({ stack }) => {
    const beside = await besideDriver(stack, await neo4jAddress(), storyGraph);
    const embedded = stack.adopt(await openGraph({ graph: storyGraph, url: 'memory:', guard }), (one) =>
      one.close(),
    );
    return {
      neo4j: { ...beside, next: await fill(beside.store) },
      embedded: { store: embedded, next: await fill(embedded) },
      bare: await openBare(stack),
    };
  },
  benches: [
    {
      id: 'graph.get.neo4j',
      ours: {
        make:
          ({ neo4j: { store, next } }) =>
          () =>
            store.repo(Player).get({ playerId: next() }),
      },
      against: {
        'bare driver': {
          goal: atLeast(0.9),
          promisesLess: 'no types, deadline or retry',
          make:
            ({ neo4j: { driver, next } }) =>
            () =>
              runBare(driver, 'READ', GET, { key: next() }),
        },
      },
    },
    {
      id: 'graph.list.neo4j',
      ours: {
        make:
          ({ neo4j: { store } }) =>
          () =>
            store
              .repo(Player)
              .find({ where: { username: { gte: 'player-0100' } }, orderBy: { username: 'asc' } }),
      },
      against: {
        'bare driver': {
          goal: atLeast(0.85),
          promisesLess: 'no types, deadline, retry or cursor',
          make:
            ({ neo4j: { driver } }) =>
            () =>
              runBare(driver, 'READ', LIST, { from: 'player-0100', limit: neo4jDriver.int(51) }),
        },
      },
    },
    {
      id: 'graph.get.embedded',
      ours: {
        make:
          ({ embedded: { store, next } }) =>
          () =>
            store.repo(Player).get({ playerId: next() }),
      },
      against: {
        'bare engine': {
          goal: atLeast(0.9),
          promisesLess: 'no types, deadline or retry',
          make:
            ({ bare: { database, next } }) =>
            async () =>
              (await database.executeCypher(GET, { key: next() })).rows(),
        },
      },
    },
  ],
});
