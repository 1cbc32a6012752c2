//#region procedures
import {
  answers,
  extend,
  ofGraph,
  readOperations,
  resourceRouter,
  systemProcedures,
  write,
} from '@graphkeep/api';
import { GraphkeepError } from '@graphkeep/core';
import { entitySchema } from '@graphkeep/models';
import { z } from 'zod';
import { Book, graph, Loan } from './definitions.ts';

const DAY_MS = 86_400_000;

/** One transaction: a copy less and a loan more, or nothing; and once for an idempotency key. */
const lend = write('library')
  .meta({ summary: 'Lends a copy of a book to a reader.' })
  .input(z.strictObject({ isbn: z.string(), readerId: z.string(), days: z.int().min(1).max(90).default(28) }))
  .output(answers(entitySchema(Loan)))
  .mutation(async ({ ctx, input: { isbn, readerId, days } }) => {
    const library = ofGraph(graph, ctx.scoped);
    const books = library.repo(Book);
    const { title, copies, version } = await books.get({ isbn });
    if (copies === 0) throw new GraphkeepError('limit_reached', `No copy of ${title} is left.`);
    await books.patch({ isbn }, { copies: { increment: -1 } }, { version });
    const dueAt = new Date(library.now().getTime() + days * DAY_MS);
    return library.repo(Loan).create({ readerId, dueAt, book: { connect: { isbn } } });
  });

export const procedures = {
  system: systemProcedures, // health, keys, jobs
  authors: resourceRouter(graph, 'Author', { domain: 'library' }),
  books: extend(resourceRouter(graph, 'Book', { domain: 'library' }), { lend }),
  loans: resourceRouter(graph, 'Loan', { domain: 'library', only: readOperations }),
};
//#endregion
