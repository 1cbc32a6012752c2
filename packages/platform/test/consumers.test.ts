import { newId } from '@graphkeep/contract';
import type { JournalPage } from '@graphkeep/graph';
import { testNeo4j, testRedis } from '@graphkeep/services';
import { describe, expect, it, vi } from 'vitest';
import type { JournalConsumer } from '../src/index.ts';
import { openTestPlatform } from '../src/testing/index.ts';
import { type BoardGraph, boardDomain, Note } from './board.ts';
import { enginesOf } from './engines.ts';

const engines = enginesOf(await testNeo4j({ schema: 'board' }), await testRedis());
const at = { timeout: 10_000, interval: 20 };

/** Keeps the keys of what one owner has made; throws at the first page. */
const keeping = (playerId: string) => {
  const keys: string[] = [];
  let failures = 0;
  const consumer: JournalConsumer<BoardGraph> = {
    name: 'keeping',
    handle: async (_, page: JournalPage) => {
      const own = page.kind === 'reload' ? [] : page.entries.flatMap(({ changes }) => changes);
      const found = own.filter(({ owner }) => owner === playerId).map(({ key }) => key);
      if (found.length > 0 && failures++ === 0) throw new Error('not at the first time');
      keys.push(...found);
    },
  };
  return { keys, consumer };
};

describe.each(engines)('a consumer of the journal on $name', ({ name, environment }) => {
  it('is told all in order, again where it failed, and goes on where another left off', async () => {
    const playerId = newId('ply');
    const [first, second] = [keeping(playerId), keeping(playerId)];
    const app = { ...environment, GRAPHKEEP_CACHE_APP: `consumers-${newId('app')}` };
    const open = (consumer: JournalConsumer<BoardGraph>) =>
      openTestPlatform({ ...boardDomain, consumers: [consumer], environment: app });
    const made: string[] = [];
    {
      await using platform = await open(first.consumer);
      const notes = platform.as({ id: 'test', scopes: ['*'] }).repo(Note);
      for (const text of ['a', 'b', 'c']) made.push((await notes.create({ playerId, text })).noteId);
      await vi.waitFor(() => expect(first.keys).toEqual(made), at);
    }
    // What is in memory alone is gone with its process.
    if (name === 'embedded') return;
    await using platform = await open(second.consumer);
    const notes = platform.as({ id: 'test', scopes: ['*'] }).repo(Note);
    const { noteId } = await notes.create({ playerId, text: 'd' });
    await vi.waitFor(() => expect(second.keys).toContain(noteId), at);
    expect(second.keys.filter((key) => key !== noteId)).toEqual(second.keys.slice(0, -1));
    expect(second.keys.length).toBeLessThanOrEqual(made.length + 1);
  });
});
