//#region define
import { id } from '@graphkeep/contract';
import { defineGraph, defineNode } from '@graphkeep/models';
import { z } from 'zod';

const wrote = { type: 'WROTE', properties: z.object({ year: z.int() }) } as const;

export const Author = defineNode({
  label: 'Author',
  key: 'authorId', // made by the store: aut_…
  shared: true, // belongs to nobody: everybody reads it
  schema: z.object({ authorId: id('aut'), name: z.string().min(1) }),
  relationships: { books: { ...wrote, direction: 'out', to: 'Book' } },
});

export const Book = defineNode({
  label: 'Book',
  key: 'isbn',
  naturalKey: true, // given by whoever makes it
  shared: true,
  version: true, // counts changes, so that of two who want the last copy one is told
  schema: z.object({ isbn: z.string(), title: z.string().min(1), copies: z.int().min(0).default(1) }),
  indexes: [['title']],
  fullText: ['title'],
  relationships: {
    authors: { ...wrote, direction: 'in', to: 'Author' },
    loans: { type: 'LOAN_OF', direction: 'in', to: 'Loan' },
  },
});

export const Loan = defineNode({
  label: 'Loan',
  key: 'loanId',
  owner: 'readerId', // whose it is: other readers do not see it
  journal: true, // its changes are told to whoever listens
  schema: z.object({ loanId: id('lon'), readerId: z.string().min(1), dueAt: z.date() }),
  relationships: { book: { type: 'LOAN_OF', direction: 'out', to: 'Book', one: true } },
});

export const graph = defineGraph(Author, Book, Loan);
//#endregion
