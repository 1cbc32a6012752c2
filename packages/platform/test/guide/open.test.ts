import { newId } from '@graphkeep/contract';
//#region open
import { createLogger, createMetrics, loadConfig } from '@graphkeep/core';
import { openPlatform } from '@graphkeep/platform';
import { expect, it } from 'vitest';
import { Board, Note, noteGraph } from './notes.ts';

const platform = await openPlatform({
  config: loadConfig({ NEO4J_URI: 'memory:' }),
  graph: noteGraph,
  models: [Board],
  cachePolicies: { short: { ttl: '10m' }, board: { ttl: '1h', policy: 'sliding' } },
  log: createLogger({ level: 'warn' }),
  metrics: createMetrics(),
});
//#endregion

it('opens, reads, writes and closes', async () => {
  const playerId = newId('ply');
  //#region scope
  const mine = platform.as({ id: 'key:42', owner: playerId, scopes: ['notes:*'] });
  const { noteId } = await mine.repo(Note).create({ playerId, text: 'It rains.' });
  const stranger = platform.as({ id: 'key:43', owner: newId('ply'), scopes: ['notes:*'] });
  const refused = await stranger.cached(Note).get({ noteId }).catch(String); // There is no Note not_…
  const everything = platform.asSystem('count the notes'); // sees all; the reason is audited
  //#endregion
  expect(refused).toContain('There is no Note');
  expect(await everything.repo(Note).count({ where: { playerId } })).toBe(1);
  //#region cached
  const note = await mine.cached(Note).get({ noteId }); // from the cache, else from the graph
  const notes = await mine.cached(Note).getMany([{ noteId }, { noteId: newId('not') }]); // null for what is not there
  //#endregion
  expect([note, null]).toEqual(notes);
  //#region model
  const board = () =>
    mine.model(Board).getAged(playerId, async () => {
      const { items } = await mine.repo(Note).find({ where: { playerId }, limit: 100 });
      return { playerId, notes: [...items] };
    });
  const { value, ageMs, stale } = await board(); // stale: the graph is away, this is the last that is known
  //#endregion
  expect([value.notes.length, ageMs >= 0, stale]).toEqual([1, true, false]);
  //#region transaction
  const told: string[] = [];
  await mine.transaction(async (within) => {
    await within.repo(Note).patch({ noteId }, { text: 'It pours.' });
    await mine.afterCommit(async () => {
      told.push((await mine.cached(Note).get({ noteId })).text);
    });
  });
  //#endregion
  expect(told).toEqual(['It pours.']);
  expect((await board()).value.notes[0]?.text).toBe('It pours.');
  //#region operations
  const { operations } = platform.as({ id: 'ada', scopes: ['system:admin'] });
  await operations.flush('Board'); // ends all boards that are cached
  await operations.openBreaker('graph'); // from here on the graph is not asked
  await operations.closeBreaker('graph');
  const health = await platform.checkHealth();
  //#endregion
  expect(health.state).toBe('healthy');
  //#region close
  await platform.close(); // drain() first, then the stores
  //#endregion
});
