import type { EntityOf } from '@graphkeep/models';
import type { Consequence } from '@graphkeep/models/story';
import { attributeChanges, type Effects, keptDelay, keptEffects, relationshipChanges } from './effects.ts';

type Kept = EntityOf<typeof Consequence>;

/** What a consequence does at once. */
export const effectsOfConsequence = (kept: Kept): Effects => ({
  ...keptEffects.parse(kept.immediate),
  attributes: attributeChanges.parse(kept.attributeChanges),
  relationships: relationshipChanges.parse(kept.relationshipChanges),
});

/** What it does when it is due. */
export const laterEffects = ({ delayed }: Kept): Effects => keptEffects.parse(delayed);

/** When its later part is due, counted from the choice; undefined where it has none. */
export const keptDueAt = ({ delayed }: Kept, chosenAt: Date): Date | undefined => {
  if (Object.keys(delayed).length === 0) return undefined;
  return new Date(chosenAt.getTime() + keptDelay.parse(delayed).afterMinutes * 60_000);
};
