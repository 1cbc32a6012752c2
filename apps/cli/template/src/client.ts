import { createGraphkeep } from '@graphkeep/sdk';
import type { procedures } from './procedures.ts';

const { GRAPHKEEP_URL = 'http://127.0.0.1:4000', GRAPHKEEP_API_KEY = '' } = process.env;
const kitchen = createGraphkeep<typeof procedures>({ url: GRAPHKEEP_URL, apiKey: GRAPHKEEP_API_KEY });

for (const name of ['flour', 'milk', 'eggs']) await kitchen.ingredients.upsert({ name });
const { recipeId } = await kitchen.recipes.create({ title: 'Pancakes', minutes: 20 });
await kitchen.recipes.relate({
  from: { recipeId },
  relationship: 'ingredients',
  to: { name: 'flour' },
  $link: { amount: '250 g' },
});

const recipe = await kitchen.recipes.get({ recipeId, include: { ingredients: true } });
for (const { name, $link } of recipe.ingredients) console.log(`${recipe.title}: ${$link.amount} ${name}`);
