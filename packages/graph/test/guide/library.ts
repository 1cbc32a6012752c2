//#region define
import { id } from '@graphkeep/contract';
import { defineGraph, defineNode } from '@graphkeep/models';
import { z } from 'zod';

const Reader = defineNode({
  label: 'Reader',
  key: 'readerId', // made by the store: rea_…, sorted by time
  owner: 'readerId', // a reader is its own owner: see "One owner's data"
  schema: z.object({
    readerId: id('rea'),
    email: z.email(),
    name: z.string().min(1),
    joinedAt: z.date().optional(),
  }),
  unique: ['email'],
  encrypted: ['email'], // kept as ciphertext where the store has a key; still unique, still found by its value
  relationships: {
    loans: { type: 'BORROWED', direction: 'out', to: 'Book', properties: z.object({ until: z.date() }) },
  },
});

const Book = defineNode({
  label: 'Book',
  key: 'isbn',
  naturalKey: true, // given by the caller
  shared: true, // belongs to nobody: every reader sees it
  schema: z.object({
    isbn: z.string(),
    title: z.string().min(1),
    genre: z.enum(['novel', 'poetry', 'science']),
    copies: z.int().min(0).default(1),
    tags: z.array(z.string()).default([]),
    cover: z.object({ colour: z.string(), format: z.string() }).optional(), // kept as JSON, read as an object
    taste: z.array(z.number()).length(3).optional(),
  }),
  indexes: [['title'], ['genre', 'copies']],
  fullText: ['title'],
  vectors: { taste: { dimensions: 3, similarity: 'cosine' } },
  version: true, // counts changes, so that a writer can say which one it has seen
  softDelete: true, // a removed book stays, and is not found any more
  journal: true, // every change is told to whoever follows
  relationships: {
    authors: { type: 'WROTE', direction: 'in', to: 'Author', properties: z.object({ year: z.int() }) },
    readers: { type: 'BORROWED', direction: 'in', to: 'Reader', properties: z.object({ until: z.date() }) },
    next: { type: 'SEQUEL', direction: 'out', to: 'Book', one: true }, // at most one: a node or null, no list
  },
});

const Author = defineNode({
  label: 'Author',
  key: 'authorId',
  shared: true,
  schema: z.object({ authorId: id('aut'), name: z.string().min(1) }),
  relationships: {
    books: { type: 'WROTE', direction: 'out', to: 'Book', properties: z.object({ year: z.int() }) },
  },
});

export const library = defineGraph(Reader, Book, Author);
//#endregion
