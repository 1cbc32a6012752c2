import { limits } from '@graphkeep/contract';
import { type EntityOf, entitySchema } from '@graphkeep/models';
import { Memory, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';

const { characterId, embedding } = Memory.schema.shape;
const common = {
  characterId,
  limit: z.int().min(1).max(limits.maxPageSize).exactOptional(),
};

export const recallInput = z.discriminatedUnion('by', [
  z.strictObject({ ...common, by: z.literal('recent') }),
  /** What moved the character most, be it good or bad. */
  z.strictObject({ ...common, by: z.literal('weight') }),
  z.strictObject({ ...common, by: z.literal('text'), text: z.string().min(1).max(1_000) }),
  z.strictObject({ ...common, by: z.literal('vector'), vector: embedding.unwrap() }),
]);
export type Recall = z.input<typeof recallInput>;

export const recalled = z.strictObject({
  items: z.array(
    z.strictObject({
      memory: entitySchema(Memory),
      /** How well it fits; of a text and a vector only. */
      score: z.number().exactOptional(),
    }),
  ),
});
export type Recalled = z.output<typeof recalled>;

/** Some memories of a character, those first that are asked for. */
export const recall = async (platform: Scoped<StoryGraph>, asked: Recall): Promise<Recalled> => {
  const { characterId: who, limit = 10 } = asked;
  const memories = platform.repo(Memory);
  const where = { characterId: who };
  const plain = (items: readonly EntityOf<typeof Memory>[]) => ({
    items: items.map((memory) => ({ memory })),
  });
  switch (asked.by) {
    case 'recent':
      return plain((await memories.find({ where, orderBy: { occurredAt: 'desc' }, limit })).items);
    case 'weight':
      return plain(await weightiest(platform, who, limit));
    case 'text':
      return scored(await memories.search({ text: asked.text, where, limit }));
    case 'vector':
      return scored(await memories.nearest({ field: 'embedding', vector: asked.vector, where, limit }));
  }
};

const scored = (hits: readonly { readonly node: EntityOf<typeof Memory>; readonly score: number }[]) => ({
  items: hits.map(({ node: memory, score }) => ({ memory, score })),
});

/** The worst and the best are read apart, since an order by their distance from 0 would use no index. */
const weightiest = async (platform: Scoped<StoryGraph>, who: string, limit: number) => {
  const memories = platform.repo(Memory);
  const [best, worst] = await Promise.all([
    memories.find({
      where: { characterId: who, emotionalWeight: { gte: 0 } },
      orderBy: { emotionalWeight: 'desc' },
      limit,
    }),
    memories.find({
      where: { characterId: who, emotionalWeight: { lt: 0 } },
      orderBy: { emotionalWeight: 'asc' },
      limit,
    }),
  ]);
  return [...best.items, ...worst.items]
    .toSorted((a, b) => Math.abs(b.emotionalWeight) - Math.abs(a.emotionalWeight))
    .slice(0, limit);
};
