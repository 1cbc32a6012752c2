import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestGraphkeep } from '@graphkeep/sdk/testing';
import { graph } from '../src/domain.ts';
import { procedures } from '../src/procedures.ts';

/** The whole server in this process, over stores in memory. */
const start = () => startTestGraphkeep({ domain: { graph }, procedures });

await test('finds what can be cooked', async () => {
  await using server = await start();
  const { gk } = server;
  for (const name of ['flour', 'eggs', 'apples']) await gk.ingredients.create({ name });
  const cook = async (title: string, minutes: number, names: readonly string[]) => {
    const { recipeId } = await gk.recipes.create({ title, minutes });
    for (const name of names)
      await gk.recipes.relate({
        from: { recipeId },
        relationship: 'ingredients',
        to: { name },
        $link: { amount: 'some' },
      });
  };
  await cook('Apple pie', 90, ['flour', 'eggs', 'apples']);
  await cook('Pasta', 40, ['flour', 'eggs']);
  const titles = async (has: string[]) => (await gk.recipes.cookable({ has })).map(({ title }) => title);
  assert.deepEqual(await titles(['flour', 'eggs']), ['Pasta']);
  assert.deepEqual(await titles(['flour', 'eggs', 'apples']), ['Pasta', 'Apple pie']);
});

await test('keeps the notes of one cook from another', async () => {
  await using server = await start();
  const { recipeId } = await server.gk.recipes.create({ title: 'Soup', minutes: 30 });
  const clientOf = (owner: string) => server.clientFor({ owner, scopes: ['kitchen:*'] });
  const [ada, bea] = [clientOf('ada'), clientOf('bea')];
  const { noteId } = await ada.notes.create({ cookId: 'ada', text: 'More salt.' });
  await ada.notes.relate({ from: { noteId }, relationship: 'recipe', to: { recipeId } });
  const { recipe } = await ada.notes.get({ noteId, include: { recipe: true } });
  assert.equal(recipe?.title, 'Soup');
  await assert.rejects(bea.notes.get({ noteId }), { code: 'not_found' });
});
