import { id } from '@graphkeep/contract';
import { defineGraph, defineNode } from '@graphkeep/models';
import { z } from 'zod';

const amount = { type: 'CONTAINS', properties: z.object({ amount: z.string().min(1) }) } as const;

export const Recipe = defineNode({
  label: 'Recipe',
  key: 'recipeId', // made by the store: rec_…
  shared: true, // belongs to nobody: everybody reads it
  version: true, // of two who change it at once, the second is told
  schema: z.object({
    recipeId: id('rec'),
    title: z.string().min(1).max(200),
    minutes: z.int().min(1),
    steps: z.array(z.string().min(1)).default([]),
  }),
  indexes: [['minutes']],
  fullText: ['title'],
  relationships: {
    ingredients: { ...amount, direction: 'out', to: 'Ingredient' },
    notes: { type: 'NOTE_ON', direction: 'in', to: 'Note' },
  },
});

export const Ingredient = defineNode({
  label: 'Ingredient',
  key: 'name',
  naturalKey: true, // given by whoever makes it
  shared: true,
  schema: z.object({
    name: z.string().min(1),
    season: z.enum(['spring', 'summer', 'autumn', 'winter']).optional(),
  }),
  relationships: { recipes: { ...amount, direction: 'in', to: 'Recipe' } },
});

export const Note = defineNode({
  label: 'Note',
  key: 'noteId',
  owner: 'cookId', // whose it is: other cooks do not see it
  schema: z.object({ noteId: id('not'), cookId: z.string().min(1), text: z.string().min(1).max(2_000) }),
  relationships: { recipe: { type: 'NOTE_ON', direction: 'out', to: 'Recipe', one: true } },
});

export const graph = defineGraph(Recipe, Ingredient, Note);
