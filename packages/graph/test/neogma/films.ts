import { defineGraph, defineNode } from '@graphkeep/models';
import { z } from 'zod';

/** People and the films that they play in: numbers of both kinds, lists, missing values, properties on relationships. */
export const Person = defineNode({
  label: 'NgPerson',
  key: 'personId',
  naturalKey: true,
  shared: true,
  schema: z.object({ personId: z.string(), name: z.string(), born: z.int().optional() }),
  relationships: {
    films: {
      type: 'PLAYED',
      direction: 'out',
      to: 'NgFilm',
      properties: z.object({ role: z.string(), share: z.number() }),
    },
    friends: { type: 'KNOWS', direction: 'out', to: 'NgPerson' },
  },
});
export const Film = defineNode({
  label: 'NgFilm',
  key: 'filmId',
  naturalKey: true,
  shared: true,
  schema: z.object({
    filmId: z.string(),
    title: z.string(),
    stars: z.number(),
    year: z.int(),
    tags: z.array(z.string()).default([]),
  }),
  relationships: {
    cast: {
      type: 'PLAYED',
      direction: 'in',
      to: 'NgPerson',
      properties: z.object({ role: z.string(), share: z.number() }),
    },
  },
});

const nodes = defineGraph(Person, Film);
type Nodes = typeof nodes;
export interface Films extends Nodes {}
export const films: Films = nodes;
