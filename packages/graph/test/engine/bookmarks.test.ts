import { describe, expect, it } from 'vitest';
import { Bookmarks } from '../../src/engine/neo4j/bookmarks.ts';

describe('bookmarks', () => {
  it('are kept for those principals that were there last', async () => {
    const bookmarks = new Bookmarks();
    await bookmarks.receive('idle', ['bm:1']);
    await bookmarks.receive('busy', ['bm:2']);
    await bookmarks.receive(undefined, ['bm:3']);
    for (let index = 0; index < 9_999; index++) bookmarks.of(`principal ${index}`);
    expect(await bookmarks.export('busy')).toEqual(['bm:2']);
    expect(await bookmarks.export('idle')).toEqual([]);
    expect(await bookmarks.export(undefined)).toEqual(['bm:3']);
  });

  it.each([
    [['two words']],
    [['x'.repeat(501)]],
    [['']],
    [Array.from({ length: 101 }, (_, at) => `bm:${at}`)],
  ])('are refused where they can be none: %j', async (list) => {
    await expect(new Bookmarks().receive('ada', list)).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'bookmarks',
    });
  });
});
