import { expect, it } from 'vitest';
import { removeBounded } from '../../src/players/remove-bounded.ts';

/** So many nodes of a kind, of which a step removes as many as it may. */
const kindOf = (there: number) => {
  const asked: number[] = [];
  return {
    asked,
    step: async ({ limit }: { readonly limit: number }) => {
      asked.push(limit);
      return { removed: Math.min(there, limit) };
    },
  };
};

it('removes as much as one transaction takes, and never asks for more than one beyond', async () => {
  const [first, second] = [kindOf(4), kindOf(6)];
  await removeBounded('player x', [first.step, second.step], 10);
  expect([...first.asked, ...second.asked]).toEqual([11, 7]);
});

it('is refused where there is more, so that nothing is kept of it', async () => {
  const [first, second] = [kindOf(4), kindOf(1_000_000)];
  await expect(removeBounded('player x', [first.step, second.step], 10)).rejects.toMatchObject({
    code: 'limit_reached',
    message: expect.stringContaining('More than 10 nodes belong to player x'),
  });
  expect(second.asked).toEqual([7]);
});
