import { id } from '@graphkeep/contract';
import { Character, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { clampStrength } from './rules.ts';

const NEW_KIND = 'acquaintance';

export const acquaintance = z.strictObject({
  characterId: id('chr'),
  strength: z.number().min(-1).max(1),
  kind: z.string(),
});
export type Acquaintance = z.output<typeof acquaintance>;

/** Changes how a character stands to others, within -1 and 1. Who is gone meanwhile is left out. */
export const applyToAcquaintances = async (
  platform: Pick<Scoped<StoryGraph>, 'repo'>,
  characterId: string,
  changes: Readonly<Record<string, number>>,
  at: Date,
): Promise<Acquaintance[]> => {
  const others = Object.keys(changes).filter((other) => other !== characterId);
  if (others.length === 0) return [];
  const characters = platform.repo(Character);
  const { knows } = await characters.get({
    characterId,
    select: { characterId: true },
    include: { knows: { where: { characterId: { in: others } }, select: { characterId: true } } },
  });
  const links = new Map(knows.map((known) => [known.characterId, known.$link]));
  const after = others.map((other): Acquaintance => {
    const { strength = 0, kind = NEW_KIND } = links.get(other) ?? {};
    return { characterId: other, strength: clampStrength(strength + (changes[other] ?? 0)), kind };
  });
  const { missing } = await characters.relateMany(
    'knows',
    after.map(({ characterId: other, strength, kind }) => ({
      from: { characterId },
      to: { characterId: other },
      $link: { strength, kind, updatedAt: at },
    })),
    { missing: 'skip' },
  );
  const gone = new Set(missing.map(({ to }) => to.characterId));
  return after.filter((one) => !gone.has(one.characterId));
};
