import { newId } from '@graphkeep/contract';
import { describe, expect, it } from 'vitest';
import { openGraph } from '../../src/index.ts';
import { guard, type TestEngine } from '../engines.ts';
import { Hero, heroStore, newPlace } from './hero-graph.ts';

/** The text is the same on every engine. */
const embedded: TestEngine = {
  name: 'embedded',
  open: (graph, options) => openGraph({ graph, url: 'memory:', guard, ...options }),
};
const since = new Date(5);
const [heroId, playerId, placeId] = [newId('her'), newId('ply'), newPlace()];

describe('what a write says to the store', () => {
  const { statements, store, heroes, places, swords } = heroStore(embedded);
  const said = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
    statements.length = 0;
    await work();
    return statements.map(({ operation, text }) => `${operation}: ${text}`);
  };

  it.each<[string, () => Promise<unknown>]>([
    ['create a place', () => places().create({ placeId, name: 'Inn' })],
    [
      'create with nested',
      () =>
        heroes().create({
          heroId,
          playerId,
          name: 'Ada',
          at: { connect: { placeId, $link: { since } } },
          knows: {
            connectOrCreate: { heroId: newId('her'), playerId, name: 'Bea', $link: { $type: 'W_LIKES' } },
          },
        }),
    ],
    ['upsert of a place', () => places().upsert({ placeId, name: 'Mill' })],
    [
      'upsert of heroes, one of which loses its alias',
      () =>
        heroes().upsertMany([
          { heroId, playerId, name: 'Ada', alias: null },
          { heroId: newId('her'), playerId, name: 'Cid', level: 2 },
        ]),
    ],
    [
      'patch',
      () =>
        heroes().patch(
          { heroId },
          { alias: 'x', energy: { increment: 1 }, tags: { push: 'a' }, notes: null },
          { version: 1 },
        ),
    ],
    [
      'patch of many',
      () => heroes().patchMany({ level: { gt: 1 } }, { level: { increment: 1 } }, { limit: 3 }),
    ],
    ['patch by an owner', () => store().ownedBy(playerId).repo(Hero).patch({ heroId }, { name: 'Ann' })],
    ['move', () => heroes().relate({ heroId }, 'at', { placeId }, { since })],
    ['relation from either side', () => places().relate({ placeId }, 'near', { placeId })],
    ['relation of one type', () => heroes().relate({ heroId }, 'knows', { heroId }, { $type: 'W_FEARS' })],
    ['parting', () => heroes().unrelate({ heroId }, 'knows', { heroId })],
    ['removal with a mark', () => heroes().remove({ heroId })],
    ['restoring', () => heroes().restore({ heroId })],
    ['purge', () => heroes().purge({ heroId })],
    ['removal of many', () => swords().removeMany({ weight: 1 })],
    [
      'a change with an idempotency key',
      () => places().patch({ placeId }, { size: 1 }, { idempotencyKey: 'k' }),
    ],
    ['sweep', () => store().sweepIdempotency()],
  ])('%s', async (_, work) => {
    expect(await said(work)).toMatchSnapshot();
  });
});
