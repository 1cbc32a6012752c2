import { openGraph } from '@graphkeep/graph';
import { Author, Book, graph } from './definitions.ts';

// `memory:` and `file:FOLDER` need no server; `bolt://` and `neo4j://` lead to one. Nothing else changes.
const library = await openGraph({ graph, url: 'memory:' });
const [authors, books] = [library.repo(Author), library.repo(Book)];

// Make a node with what belongs to it: all of it or nothing.
const { authorId } = await authors.create({
  name: 'Ursula K. Le Guin',
  books: {
    create: [
      { isbn: '978-0441478125', title: 'The Left Hand of Darkness', $link: { year: 1969 } },
      { isbn: '978-0061054884', title: 'The Dispossessed', copies: 3, $link: { year: 1974 } },
    ],
  },
});

// Read exactly what is asked for: the answer has its type, and `year` stands with the link.
const byYear = { where: { copies: { gte: 1 } }, orderBy: { $link: { year: 'asc' } } } as const;
const { name, ...author } = await authors.get({ authorId, include: { books: byYear } });
for (const { title, $link } of author.books) console.log(`${name} wrote ${title} in ${$link.year}`);

// Lend a copy: of two who want the last one, the second is told that the book was changed meanwhile.
const isbn = '978-0441478125';
const { copies, version } = await books.get({ isbn });
if (copies > 0) await books.patch({ isbn }, { copies: { increment: -1 } }, { version });

// Find through what is related.
const hers = await books.find({ where: { authors: { some: { name: { startsWith: 'Ursula' } } } } });
for (const book of hers.items) console.log(`${book.title}: ${book.copies} left`);
await library.close();
