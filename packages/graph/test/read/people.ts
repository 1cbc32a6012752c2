import { defineAbstract, defineGraph, defineNode } from '@graphkeep/models';
import { z } from 'zod';

/** A small graph with one of everything that can be asked. */
export const Person = defineNode({
  label: 'Person',
  key: 'personId',
  naturalKey: true,
  owner: 'accountId',
  softDelete: true,
  encrypted: ['email', 'diary'],
  schema: z.object({
    personId: z.string(),
    accountId: z.string(),
    name: z.string(),
    nick: z.string().optional(),
    age: z.int().optional(),
    score: z.number().default(0),
    active: z.boolean().default(true),
    born: z.date().optional(),
    tags: z.array(z.string()).optional(),
    levels: z.array(z.int()).default([]),
    settings: z.object({ theme: z.string() }).optional(),
    email: z.string().optional(),
    diary: z.string().optional(),
    bio: z.string().optional(),
    taste: z.array(z.number()).optional(),
  }),
  unique: ['email'],
  indexes: [['accountId']],
  fullText: ['name', 'bio'],
  vectors: { taste: { dimensions: 3 } },
  relationships: {
    knows: {
      type: 'KNOWS',
      direction: 'none',
      to: 'Person',
      properties: z.object({ since: z.date(), weight: z.int().optional() }),
      storedAs: { weight: 'w' },
    },
    manages: { type: 'MANAGES', direction: 'out', to: 'Person' },
    manager: { type: 'MANAGES', direction: 'in', to: 'Person', one: true },
    home: { type: 'LIVES_IN', direction: 'out', to: 'Place', one: true },
    likes: {
      type: ['LIKES', 'LOVES'],
      direction: 'out',
      to: 'Item',
      properties: z.object({ stars: z.int().optional() }),
    },
  },
});

export const Place = defineNode({
  label: 'Place',
  key: 'placeId',
  naturalKey: true,
  shared: true,
  schema: z.object({ placeId: z.string(), name: z.string(), n: z.int().default(0) }),
  storedAs: { label: 'Old Town', fields: { placeId: 'place id', name: 'title' } },
  relationships: {
    residents: { type: 'LIVES_IN', direction: 'in', to: 'Person' },
    next: { type: 'NEXT_TO', direction: 'none', to: 'Place' },
  },
});

const common = { title: z.string(), year: z.int().optional() };
const fans = { type: ['LIKES', 'LOVES'], direction: 'in', to: 'Person' } as const;

export const Item = defineAbstract({
  label: 'Item',
  shared: true,
  schema: z.object(common),
  relationships: { fans },
});
export const Book = defineNode({
  label: 'Book',
  key: 'isbn',
  naturalKey: true,
  shared: true,
  labels: ['Item'],
  schema: z.object({ isbn: z.string(), ...common, pages: z.int().default(1) }),
  relationships: { fans },
});
export const Film = defineNode({
  label: 'Film',
  key: 'filmId',
  naturalKey: true,
  shared: true,
  softDelete: true,
  labels: ['Item'],
  schema: z.object({ filmId: z.string(), ...common, minutes: z.int().default(1) }),
  relationships: { fans },
});

const nodes = defineGraph(Person, Place, Item, Book, Film);
type Nodes = typeof nodes;
export interface PeopleGraph extends Nodes {}
export const peopleGraph: PeopleGraph = nodes;
