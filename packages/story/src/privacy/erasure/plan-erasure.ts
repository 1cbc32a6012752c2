import { id } from '@graphkeep/contract';
import { Player, type StoryGraph, storyGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import { z } from 'zod';
import { type Confirmation, signConfirmation } from '../../confirmation.ts';
import { assertMayActFor } from '../may-act-for.ts';
import { ownedDefinitions } from '../owned-definitions.ts';
import { filterOn, untyped } from '../untyped.ts';
import { cachedOf } from './forget-cached.ts';

export const planErasureInput = z.strictObject({ playerId: id('ply') });
export type PlanErasure = z.output<typeof planErasureInput>;

/** It looks through the whole cache. */
const LOOK = { timeBudgetMs: 500, batchSize: 1_000 };

export const ERASE = 'erase a player';

export const erasurePlan = z.object({
  /** What would go, by type; nothing is gone yet. */
  counts: z.record(z.string(), z.number()),
  total: z.number(),
  /** For `erase`, until then. */
  confirm: z.string(),
  until: z.date(),
});
export type ErasurePlan = z.output<typeof erasurePlan>;

/** Looks what an erasure would take away. */
export const planErasure = async (
  platform: Scoped<StoryGraph>,
  { playerId }: PlanErasure,
): Promise<ErasurePlan> => {
  assertMayActFor(platform, playerId);
  await platform.repo(Player).get({ playerId, select: { playerId: true } });
  const system = platform.asSystem('to count what an erasure would take away');
  const counts: Record<string, number> = {};
  for (const { definition, owner } of ownedDefinitions(storyGraph)) {
    const count = await untyped(system)
      .repo(definition)
      .count({ where: filterOn({ [owner]: playerId }), withDeleted: true });
    if (count > 0) counts[definition.label] = count;
  }
  const { report } = await system.cacheAdmin.plan(cachedOf(playerId), LOOK);
  // Of a large cache it is not known in time; a figure that is not known is none.
  if (report.complete && report.matched > 0) counts['cached values'] = report.matched;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const confirmation: Confirmation = signConfirmation(platform, ERASE, { playerId });
  return { counts, total, ...confirmation };
};
