import { openGraph } from '@graphkeep/graph';
import { bindNeogma, WriteRefused } from '@graphkeep/models/neogma';
import { testNeo4j } from '@graphkeep/services';
import neo4j from 'neo4j-driver';
import { afterAll, expect, it } from 'vitest';
import { neo4jOptions } from '../neo4j-options.ts';
import { library } from './library.ts';

const server = await testNeo4j();

it.skipIf(!server)('binds models, which read and do not write', async () => {
  const { url = '', username = '', password = '' } = server ?? {};
  const driver = neo4j.driver(url, neo4j.auth.basic(username, password));
  const store = await openGraph({ graph: library, url, neo4j: neo4jOptions(password) });
  afterAll(() => Promise.all([driver.close(), store.close()]));
  await store.repo(library.Author).create({
    name: 'Stanisław Lem',
    books: { create: { isbn: '1', title: 'Solaris', genre: 'novel', $link: { year: 1961 } } },
  });
  //#region bind
  const { models } = bindNeogma(library, { driver });
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
  const refused = await models.Author.update({ name: 'S. Lem' }, { where: { name: 'Stanisław Lem' } }).catch(
    (error: unknown) => error,
  );
  // Author.update is refused: … Use patchMany(…) of a repository, or bind with { writes: 'allow' }.
  //#endregion
  expect(refused).toBeInstanceOf(WriteRefused);
});
