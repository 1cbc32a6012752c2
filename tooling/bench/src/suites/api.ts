import { limits, newId } from '@graphkeep/contract';
import { defineSuite, type RateBench } from '../define-suite.ts';
import { atLeast } from '../goal.ts';
import { type ApiServers, caller, startApiServers } from './api/servers.ts';

interface Stores {
  readonly embedded: ApiServers;
  /** Begun when it is asked for: Neo4j and Redis cannot be had everywhere. */
  readonly neo4j: () => Promise<ApiServers>;
}

const CALLERS = 16;
const NO_PROMISES = 'no key, no owner, no check of the input, no limits, no metrics, no deadline';

const bearer = ({ key }: ApiServers) => ({ authorization: `Bearer ${key}` });
const repeated = (path: string, count: number): string => Array.from({ length: count }, () => path).join(',');

const read = (id: string, count: number, goal: number): RateBench<Stores> => {
  const path = (name: string) => (count === 1 ? name : `${repeated(name, count)}?batch=1`);
  const body = ({ playerId }: ApiServers) => {
    const one = { json: { playerId } };
    return count === 1 ? one : Object.fromEntries(Array.from({ length: count }, (_, index) => [index, one]));
  };
  return {
    id,
    unit: 'reads/s',
    perCall: count,
    ours: {
      callers: CALLERS,
      make: ({ embedded }) =>
        caller(embedded.ours, path('story.players.get'), () => body(embedded), bearer(embedded)),
    },
    against: {
      'bare tRPC': {
        callers: CALLERS,
        goal: atLeast(goal),
        promisesLess: NO_PROMISES,
        make: ({ embedded }) => caller(embedded.bare, path('get'), () => body(embedded)),
      },
    },
  };
};

const WORLD = newId('wld');
const eventOf = (playerId: string, more: object) => ({
  json: {
    playerId,
    worldId: WORLD,
    at: '2026-01-02T03:04:05.000Z',
    kind: 'bench',
    title: 'Something happened',
    ...more,
  },
  meta: { values: { at: ['Date'] } },
});

/** The service against what somebody writes by hand on the same adapter: what its promises cost. */
export const api = defineSuite<Stores>({
  name: 'api',
  setup: async ({ stack }) => {
    let neo4j: Promise<ApiServers> | undefined;
    return {
      embedded: await startApiServers(stack, 'embedded'),
      neo4j: () => (neo4j ??= startApiServers(stack, 'neo4j')),
    };
  },
  benches: [
    read('api.read.batched', limits.maxBatchItems, 0.8),
    read('api.read.single', 1, 0.65),
    {
      id: 'api.write',
      unit: 'writes/s',
      ours: {
        callers: CALLERS,
        make: async ({ neo4j }) => {
          const servers = await neo4j();
          const { playerId } = servers;
          const body = () => eventOf(playerId, {});
          return caller(servers.ours, 'story.timeline.create', body, bearer(servers));
        },
      },
      against: {
        'bare driver behind bare tRPC': {
          callers: CALLERS,
          goal: atLeast(0.7),
          promisesLess: `${NO_PROMISES}; no journal`,
          make: async ({ neo4j }) => {
            const servers = await neo4j();
            const { playerId } = servers;
            const body = () => eventOf(playerId, { eventId: newId('tle') });
            return caller(servers.bare, 'create', body);
          },
        },
      },
    },
  ],
});
