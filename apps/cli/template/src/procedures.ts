import { answers, extend, ofGraph, read, resourceRouter, systemProcedures } from '@graphkeep/api';
import { entitySchema } from '@graphkeep/models';
import { z } from 'zod';
import { graph, Recipe } from './domain.ts';

/** What can be cooked of what is in the house, the quickest first. */
const cookable = read('kitchen')
  .meta({ summary: 'Recipes of which every ingredient is there.' })
  .input(z.strictObject({ has: z.array(z.string()).max(200) }))
  .output(answers(z.array(entitySchema(Recipe))))
  .query(async ({ ctx, input: { has } }) => {
    const { items } = await ofGraph(graph, ctx.scoped)
      .repo(Recipe)
      .find({ where: { ingredients: { every: { name: { in: has } } } }, orderBy: { minutes: 'asc' } });
    return [...items];
  });

/** The API: create, get, list, patch, relate and so on follow from the definitions. */
export const procedures = {
  system: systemProcedures,
  recipes: extend(resourceRouter(graph, 'Recipe', { domain: 'kitchen' }), { cookable }),
  ingredients: resourceRouter(graph, 'Ingredient', { domain: 'kitchen' }),
  notes: resourceRouter(graph, 'Note', { domain: 'kitchen' }),
};
