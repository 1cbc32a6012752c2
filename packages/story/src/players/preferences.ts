import { Player, Preferences, type StoryGraph } from '@graphkeep/models/story';
import type { Scoped } from '@graphkeep/platform';
import type { z } from 'zod';

export const playerInput = Player.schema.pick({ playerId: true }).strict();
export type OfPlayer = z.input<typeof playerInput>;

/** What a player has chosen, by way of the cache. */
export const preferences = (platform: Scoped<StoryGraph>, { playerId }: OfPlayer): Promise<Preferences> =>
  platform.model(Preferences).get(playerId, async () => {
    const [chosen] = await platform.repo(Player).getMany([{ playerId }], {
      select: { playerId: true, therapeuticPreferences: true, privacySettings: true },
    });
    return chosen ?? null;
  });
