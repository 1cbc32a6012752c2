import { bindNeogma, WriteRefused } from '@graphkeep/models/neogma';
import { describe, expect, it } from 'vitest';
import { testEngines } from '../engines.ts';
import { library } from './library.ts';

describe.each(await testEngines())('on $name', ({ open }) => {
  it('binds models, which read and do not write', async () => {
    const store = await open(library);
    try {
      await store.repo(library.Author).create({
        name: 'Stanisław Lem',
        books: { create: { isbn: '1', title: 'Solaris', genre: 'novel', $link: { year: 1961 } } },
      });
      //#region bind
      const { models } = bindNeogma(library, { driver: store.driver() });
      const found = await models.Author.findMany({
        where: { name: 'Stanisław Lem' },
        relationships: { books: { limit: 5 } },
        plain: true,
      });
      //#endregion
      expect(found.map(({ name, books }) => [name, books?.map(({ node }) => node.title)])).toEqual([
        ['Stanisław Lem', ['Solaris']],
      ]);
      //#region refused
      const refused = await models.Author.update(
        { name: 'S. Lem' },
        { where: { name: 'Stanisław Lem' } },
      ).catch((error: unknown) => error);
      // Author.update is refused: … Use patchMany(…) of a repository, or bind with { writes: 'allow' }.
      //#endregion
      expect(refused).toBeInstanceOf(WriteRefused);
    } finally {
      await store.close();
    }
  });
});
