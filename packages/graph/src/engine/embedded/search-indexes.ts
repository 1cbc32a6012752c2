import type grafeo from '@grafeo-db/js';
import type { SearchIndexes } from '../search-indexes.ts';

type Database = InstanceType<typeof grafeo.GrafeoDB>;

const NO_INDEX = /there is no (text|vector) index/;
const EXPECTED = /the index on .* expects (\d+)/;

/** The engine lists neither kind, but a search says whether there is an index, and of how many dimensions. */
export const searchIndexes = (database: Database): SearchIndexes => ({
  hasText: async (label, property) => {
    try {
      await database.textSearch(label, property, 'a', 1);
      return true;
    } catch (error) {
      if (NO_INDEX.test(String(error))) return false;
      throw error;
    }
  },
  createText: (label, property) => database.createTextIndex(label, property, { tokenizer: 'standard' }),
  dropText: async (label, property) => void (await database.dropTextIndex(label, property)),
  vectorDimensions: async (label, property) => {
    try {
      await database.vectorSearch(label, property, [0], 1);
      return 1;
    } catch (error) {
      if (NO_INDEX.test(String(error))) return undefined;
      const expected = EXPECTED.exec(String(error))?.[1];
      if (expected === undefined) throw error;
      return Number(expected);
    }
  },
  createVector: (label, property, dimensions, similarity) =>
    database.createVectorIndex(label, property, dimensions, similarity),
  dropVector: async (label, property) => void (await database.dropVectorIndex(label, property)),
});
